import type { Entry } from '../entry';

/** Words of signing in by an identity provider. The keys of refusals and roles end in what the service calls them. */
export const signinEn = {
  'signin.ways': 'Sign in with the button, or open the sign-in link that you were given.',
  'signin.roles': 'You have several roles. In which one do you sign in?',
  'signin.no.Provider': 'The identity provider does not answer. A sign-in link works without it.',
  'signin.no.Declined': 'The identity provider did not let you in. Try again, or ask for a sign-in link.',
  'signin.no.Unproven':
    'The way back from the identity provider took too long, was used before, or began in another browser. Try again.',
  'signin.no.NoIdentity': 'The identity provider does not say for certain who you are. Ask for a sign-in link.',
  'signin.no.NotOnRoll': 'You are not on the mission’s roll with this account. Ask the mission’s watch officer.',
  'signin.no.Revoked': 'Your access was ended. The watch officer can let you in again with a sign-in link.',
  'signin.no.NoSuchRole': 'You are not in that role now.',
  'signin.no.TooMany': 'As many people are signed in as there can be. Try again later.',
  'signin.as.WatchOfficer': 'Watch officer',
  'signin.as.Analyst': 'Analyst',
  'signin.as.Reviewer': 'Reviewer',
  'signin.as.PanelMember': 'Panel member',
  'signin.as.PartyLiaison': 'Party liaison',
  'signin.as.Contributor': 'Contributor',
  'signin.as.Commission': 'Commission',
  'signin.as.Auditor': 'Auditor',
  'signin.as.StraitsAuthority': 'Straits authority',
} satisfies Record<string, Entry>;
