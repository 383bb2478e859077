import type { Entry } from '../entry';
import type { signinEn } from './en';

/** Ukrainian. Reviewed by a native reader: no. */
export const signinUk: Readonly<Record<keyof typeof signinEn, Entry>> = {
  'signin.ways': 'Увійдіть за допомогою кнопки або відкрийте посилання для входу, яке вам дали.',
  'signin.roles': 'У вас кілька ролей. У якій ви входите?',
  'signin.no.Provider': 'Служба ідентифікації не відповідає. Посилання для входу працює без неї.',
  'signin.no.Declined': 'Служба ідентифікації вас не впустила. Спробуйте ще раз або попросіть посилання для входу.',
  'signin.no.Unproven':
    'Повернення від служби ідентифікації тривало надто довго, вже було використане або почалося в іншому браузері. ' +
    'Спробуйте ще раз.',
  'signin.no.NoIdentity': 'Служба ідентифікації не каже напевно, хто ви. Попросіть посилання для входу.',
  'signin.no.NotOnRoll': 'З цим обліковим записом вас немає у списку місії. Зверніться до чергового офіцера місії.',
  'signin.no.Revoked': 'Ваш доступ припинено. Черговий офіцер може впустити вас знову за посиланням для входу.',
  'signin.no.NoSuchRole': 'Зараз ви не маєте цієї ролі.',
  'signin.no.TooMany': 'Увійшло стільки людей, скільки можливо. Спробуйте пізніше.',
  'signin.as.WatchOfficer': 'Черговий офіцер',
  'signin.as.Analyst': 'Аналітик',
  'signin.as.Reviewer': 'Рецензент',
  'signin.as.PanelMember': 'Член колегії',
  'signin.as.PartyLiaison': 'Представник сторони',
  'signin.as.Contributor': 'Учасник',
  'signin.as.Commission': 'Комісія',
  'signin.as.Auditor': 'Аудитор',
  'signin.as.StraitsAuthority': 'Управління проток',
};
