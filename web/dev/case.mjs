// One made-up case for the mock: both sides have spoken, one step of attribution stands, one act was refused.
const at = (minute) => new Date(Date.parse('2031-05-14T02:10:00Z') + minute * 60_000).toISOString();
const by = (person, role, nation, party = null) => ({ person, role, nation, party });
const act = (number, author, deed, more = {}) => ({
  number,
  at: at(number),
  author,
  confidence: 'NotStated',
  label: 'restricted to east, mission, west',
  deed,
  state: 'Disputed',
  refusal: null,
  ...more,
});

const summary = {
  id: 'C-00EXAMPLE0',
  state: 'Disputed',
  incident: 'I-0003',
  clause: '4.2(c)',
  label: 'restricted to east, mission, west',
  openedAt: at(0),
  standing: 'UndeterminedActor',
  acts: 6,
};

const file = {
  case: summary,
  finding: 3,
  parties: ['east', 'west'],
  clocks: [
    { what: 'triage', earliest: at(30), latest: at(40), state: 'NotYetDue', done: at(2), kept: true, whose: null },
    { what: 'answer to the dispute', earliest: at(90), latest: at(100), state: 'MayBeDue', done: null, whose: 'west' },
  ],
  acts: [
    act(1, by('a-1', 'Analyst', 'nation-a'), { deed: 'incident-received', text: 'EXERCISE. Explosions in the zone.' }),
    act(2, by('w-1', 'WatchOfficer', 'nation-n'), { deed: 'triaged', severity: 3, text: 'EXERCISE. Fire in zone.' }),
    act(3, by('r-1', 'Reviewer', 'nation-b'), {
      deed: 'attribution-stated',
      step: 'Direction',
      answer: 'undetermined',
      hypotheses: [
        { id: 'north', words: 'From the north' },
        { id: 'south', words: 'From the south' },
      ],
      rows: [],
      text: 'EXERCISE. Two stations heard it, and their bearings do not decide.',
    }),
    act(4, by('l-1', 'PartyLiaison', 'east-land', 'east'), { deed: 'dispute-raised', text: 'EXERCISE. Disputed.' }),
    act(5, by('l-2', 'PartyLiaison', 'west-land', 'west'), { deed: 'claim-made', text: 'EXERCISE. None of ours.' }),
    act(
      6,
      by('l-2', 'PartyLiaison', 'west-land', 'west'),
      { deed: 'case-closed', text: 'EXERCISE. Closed.' },
      { refusal: { why: 'NotTheirRole', words: 'expected a watch officer' } },
    ),
  ],
  may: ['Dissent', 'DeclareInterest', 'Observe'],
};

/** What the service answers about cases, or null. */
export const caseAnswer = (parts) =>
  parts[0] !== 'cases' ? null : parts[1] === undefined ? { items: [summary] } : parts[1] === summary.id ? file : null;
