import type { Entry } from '../entry';
import type { signinEn } from './en';

/** Russian. Reviewed by a native reader: no. */
export const signinRu: Readonly<Record<keyof typeof signinEn, Entry>> = {
  'signin.ways': 'Войдите с помощью кнопки или откройте ссылку для входа, которую вам дали.',
  'signin.roles': 'У вас несколько ролей. В какой вы входите?',
  'signin.no.Provider': 'Служба идентификации не отвечает. Ссылка для входа работает без неё.',
  'signin.no.Declined': 'Служба идентификации вас не впустила. Попробуйте ещё раз или попросите ссылку для входа.',
  'signin.no.Unproven':
    'Возврат от службы идентификации занял слишком много времени, уже был использован или начался в другом браузере. ' +
    'Попробуйте ещё раз.',
  'signin.no.NoIdentity': 'Служба идентификации не говорит наверняка, кто вы. Попросите ссылку для входа.',
  'signin.no.NotOnRoll': 'С этой учётной записью вас нет в списке миссии. Обратитесь к дежурному офицеру миссии.',
  'signin.no.Revoked': 'Ваш доступ прекращён. Дежурный офицер может впустить вас снова по ссылке для входа.',
  'signin.no.NoSuchRole': 'Сейчас у вас нет этой роли.',
  'signin.no.TooMany': 'Вошло столько людей, сколько возможно. Попробуйте позже.',
  'signin.as.WatchOfficer': 'Дежурный офицер',
  'signin.as.Analyst': 'Аналитик',
  'signin.as.Reviewer': 'Рецензент',
  'signin.as.PanelMember': 'Член коллегии',
  'signin.as.PartyLiaison': 'Представитель стороны',
  'signin.as.Contributor': 'Участник',
  'signin.as.Commission': 'Комиссия',
  'signin.as.Auditor': 'Аудитор',
  'signin.as.StraitsAuthority': 'Управление проливов',
};
