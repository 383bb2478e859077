using System.Collections.Immutable;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Looks;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Daily;

/// <summary>What a daily report says, in three languages.</summary>
internal static class DailyWords
{
    public static readonly Phrase Title = new("Daily report", "Щоденний звіт", "Ежедневный отчёт");

    public static readonly Phrase Exercise = new(
        "EXERCISE. Nothing in this report happened.",
        "НАВЧАННЯ. Нічого з цього звіту не відбулося.",
        "УЧЕНИЯ. Ничего из этого отчёта не произошло.");

    public static readonly Phrase Illustrative = new(
        "The agreement is made up for an exercise; no such agreement exists.",
        "Угода складена для навчання; такої угоди не існує.",
        "Соглашение составлено для учений; такого соглашения не существует.");

    public static readonly Phrase Basis = new(
        "Based on information as of {0} local time on {1}. All times are {2} ({3}).",
        "На підставі відомостей станом на {0} місцевого часу {1}. Час усюди: {2} ({3}).",
        "На основании сведений по состоянию на {0} местного времени {1}. Время везде: {2} ({3}).");

    public static readonly Phrase Reader = new(
        "Released to: {0}. What became known less than {1} before that time is not in it; places are rounded to {2}.",
        "Для кого: {0}. Тут немає того, що стало відомо менш ніж за {1} до цього часу; місця округлено до {2}.",
        "Для кого: {0}. Здесь нет того, что стало известно менее чем за {1} до этого времени; места округлены до {2}.");

    public static readonly Phrase ReaderWhole = new(
        "Released to: {0}.", "Для кого: {0}.", "Для кого: {0}.");

    public static readonly Phrase Summary = new("Summary", "Стислий огляд", "Краткий обзор");

    public static readonly Phrase SummaryCount = new(
        "{0} began in the 24 hours of this report; {1} of them went on at the end.",
        "За 24 години звіту почалося: {0}; на кінець тривали: {1}.",
        "За 24 часа отчёта началось: {0}; на конец продолжались: {1}.");

    public static readonly Phrase Machine = new(
        "These are incidents as the rules of the agreement found them; none of them is a finding, and none says who "
        + "gave an order.",
        "Це інциденти, які виявили правила угоди; жоден із них не є висновком і не каже, хто віддав наказ.",
        "Это инциденты, которые выявили правила соглашения; ни один из них не является выводом и не говорит, кто отдал "
        + "приказ.");

    public static readonly Phrase Watched = new(
        "In that time {0} % of the ground and water to be watched was watched ({1} of {2} km² h), weighed by the "
        + "chance to see.",
        "За цей час охоплено {0} % площі суходолу й моря, що належить спостереженню ({1} із {2} км² год), з "
        + "урахуванням імовірності побачити.",
        "За это время охвачено {0} % площади суши и моря, подлежащей наблюдению ({1} из {2} км² ч), с учётом "
        + "вероятности увидеть.");

    public static readonly Phrase Withheld = new(
        "How much was watched is withheld from this reader. The numbers say nothing of what was not seen.",
        "Обсяг спостереження цьому читачеві не розкрито. Числа нічого не кажуть про те, чого не бачили.",
        "Объём наблюдения этому читателю не раскрыт. Числа ничего не говорят о том, чего не видели.");

    public static readonly Phrase Previous = new(
        "In the 24 hours before, {0} began, with {1} % watched: {2}.",
        "За попередні 24 години почалося: {0}, охоплено {1} %: {2}.",
        "За предыдущие 24 часа началось: {0}, охвачено {1} %: {2}.");

    public static readonly Phrase HoursWhole = new(
        "Coverage is kept by whole hours; here it is that of {0} to {1}.",
        "Охоплення ведуть за цілими годинами; тут — від {0} до {1}.",
        "Охват ведётся по целым часам; здесь — с {0} до {1}.");

    public static readonly Phrase Coverage = new("Coverage", "Охоплення", "Охват");

    public static readonly Phrase ZoneNotWatched = new(
        "Nobody watched: {0}. That no incident is stated there says nothing.",
        "Не спостерігали: {0}. Те, що там не зазначено інцидентів, нічого не означає.",
        "Не наблюдали: {0}. То, что там не указано инцидентов, ничего не означает.");

    public static readonly Phrase BlindCount = new(
        "Places that kept the mission from looking: {0} ({1}), at a loss of {2} km² h.",
        "Місць, де спостереженню щось завадило: {0} ({1}), утрачено {2} км² год.",
        "Мест, где наблюдению что-то помешало: {0} ({1}), утрачено {2} км² ч.");

    public static readonly Phrase BlindSpots = new("Blind spots", "Сліпі зони", "Слепые зоны");

    public static readonly Phrase NoBlind = new(
        "Nothing is known that kept the mission from looking.",
        "Нічого, що завадило б спостереженню, не відомо.",
        "Ничего, что помешало бы наблюдению, не известно.");

    public static readonly Phrase KindCount = new(
        "{0} of this kind began; {1} went on at the end. {2}",
        "Почалося: {0} цього виду; на кінець тривали: {1}. {2}",
        "Началось: {0} этого вида; на конец продолжались: {1}. {2}");

    public static readonly Phrase KindNone = new(
        "No incident of this kind is recorded. {0}",
        "Інцидентів цього виду не записано. {0}",
        "Инцидентов этого вида не записано. {0}");

    public static readonly Phrase KindNoClause = new(
        "No clause of this agreement in force speaks of this; nothing of it was looked for.",
        "Жоден чинний пункт цієї угоди про це не говорить; цього не шукали.",
        "Ни один действующий пункт этого соглашения об этом не говорит; этого не искали.");

    public static readonly Phrase OfWatched = new(
        "Watched: {0} %.", "Охоплено: {0} %.", "Охвачено: {0} %.");

    public static readonly Phrase ByParty = new(
        "Whose they are, as far as registers tell: {0}.",
        "Чиї вони, наскільки видно з реєстрів: {0}.",
        "Чьи они, насколько видно из реестров: {0}.");

    public static readonly Phrase Replies = new(
        "Replies of parties and corrections", "Відповіді сторін і виправлення", "Ответы сторон и исправления");

    public static readonly Phrase NoReplies = new(
        "No party has replied to an incident of this report.",
        "Жодна сторона не відповіла щодо інцидентів цього звіту.",
        "Ни одна сторона не ответила относительно инцидентов этого отчёта.");

    public static readonly Phrase RevisedCount = new(
        "Of earlier reports stated anew since: {0} ({1}).",
        "Із попередніх звітів по-новому зазначено: {0} ({1}).",
        "Из предыдущих отчётов по-новому указано: {0} ({1}).");

    public static readonly Phrase NoneRevised = new(
        "No incident of an earlier report is stated anew.",
        "Жодного інциденту попередніх звітів не зазначено по-новому.",
        "Ни один инцидент предыдущих отчётов не указан по-новому.");

    public static readonly Phrase EditCount = new(
        "People changed {0} of this report; what stood there is in the annex.",
        "Люди змінили речень цього звіту: {0}; попередній текст — у додатку.",
        "Люди изменили предложений этого отчёта: {0}; прежний текст — в приложении.");

    public static readonly Phrase Annex = new("Annex", "Додаток", "Приложение");
    public static readonly Phrase Edits = new("Changed by people", "Змінено людьми", "Изменено людьми");
    public static readonly Phrase Feeds = new("Feeds", "Джерела", "Источники");
    public static readonly Phrase Glossary = new("Words", "Терміни", "Термины");
    public static readonly Phrase Records = new("Records", "Записи", "Записи");

    public static readonly Phrase RecordsNote = new(
        "Each sentence names the records that it rests on. A sealed record is proved by its number in the log {0}: "
        + "trucewatch evidence prove NUMBER.",
        "Кожне речення називає записи, на яких воно ґрунтується. Запечатаний запис доводять за його номером у журналі "
        + "{0}: trucewatch evidence prove NUMBER.",
        "Каждое предложение называет записи, на которых оно основано. Запечатанную запись доказывают по её номеру в "
        + "журнале {0}: trucewatch evidence prove NUMBER.");

    public static readonly Phrase Unreviewed = new(
        "not yet checked by a native reader", "ще не перевірено носієм мови", "ещё не проверено носителем языка");

    public static readonly Phrase Map = new(
        "Zones, the agreed line, and where incidents began", "Зони, узгоджена лінія та місця, де почалися інциденти",
        "Зоны, согласованная линия и места, где начались инциденты");

    public static readonly Phrase Hours = new(
        "Incidents by the hour in which they began", "Інциденти за годинами, коли вони почалися",
        "Инциденты по часам, когда они начались");

    public static readonly Phrase ByZone = new("Incidents by zone", "Інциденти за зонами", "Инциденты по зонам");
    public static readonly Phrase BySide = new("Watched by side", "Охоплення за боками", "Охват по сторонам");
    public static readonly Phrase ByMeans = new("Watched by means", "Охоплення за засобами", "Охват по средствам");
    public static readonly Phrase EachOne = new("Each incident", "Кожен інцидент", "Каждый инцидент");
    public static readonly Phrase Undetermined = new("undetermined", "не визначено", "не определено");
    public static readonly Phrase NotWatched = new("not watched", "не спостерігали", "не наблюдали");
    public static readonly Phrase Everywhere = new("All zones", "Усі зони", "Все зоны");
    public static readonly Phrase NoZone = new("no zone", "поза зонами", "вне зон");
    public static readonly Phrase Open = new("goes on", "триває", "продолжается");
    public static readonly Phrase Closed = new("over", "завершено", "завершено");
    public static readonly Phrase Day = new("by day", "удень", "днём");
    public static readonly Phrase Night = new("by night", "уночі", "ночью");
    public static readonly Phrase NotKnown = new("not known", "не відомо", "не известно");

    /// <summary>Heads of columns.</summary>
    internal static class Columns
    {
        public static readonly Phrase Zone = new("Zone", "Зона", "Зона");
        public static readonly Phrase Incidents = new("Incidents", "Інциденти", "Инциденты");
        public static readonly Phrase Watched = new("Watched", "Охоплено", "Охвачено");
        public static readonly Phrase Rate = new(
            "Per 1,000 km² and day watched (95 %)", "На 1000 км² і добу спостереження (95 %)",
            "На 1000 км² и сутки наблюдения (95 %)");

        public static readonly Phrase Before = new("Day before", "День раніше", "День раньше");
        public static readonly Phrase Change = new("Change", "Зміна", "Изменение");
        public static readonly Phrase Side = new("Side", "Бік", "Сторона");
        public static readonly Phrase Means = new("Means", "Засіб", "Средство");
        public static readonly Phrase Time = new("Time", "Час", "Время");
        public static readonly Phrase Id = new("Incident", "Інцидент", "Инцидент");
        public static readonly Phrase What = new("What the clause says", "Що каже пункт", "Что говорит пункт");
        public static readonly Phrase Whose = new("Whose", "Чий", "Чей");
        public static readonly Phrase How = new("How perceived", "Як сприйнято", "Как воспринято");
        public static readonly Phrase Number = new("Number", "Кількість", "Количество");
        public static readonly Phrase Readings = new("By reading", "За тлумаченням", "По толкованию");
        public static readonly Phrase State = new("State", "Стан", "Состояние");
        public static readonly Phrase Position = new("Position", "Положення", "Положение");
        public static readonly Phrase Class = new("Class", "Клас", "Класс");
        public static readonly Phrase Cause = new("Cause", "Причина", "Причина");
        public static readonly Phrase Through = new("Through", "Через", "Через");
        public static readonly Phrase Lost = new("Lost, km² h", "Утрачено, км² год", "Утрачено, км² ч");
        public static readonly Phrase Feed = new("Feed", "Джерело", "Источник");
        public static readonly Phrase Frames = new("Messages", "Повідомлення", "Сообщения");
        public static readonly Phrase Heard = new("Last heard", "Востаннє чути", "Последний раз слышно");
        public static readonly Phrase Term = new("Term", "Термін", "Термин");
        public static readonly Phrase Meaning = new("Meaning", "Значення", "Значение");
        public static readonly Phrase Log = new("Number in the log", "Номер у журналі", "Номер в журнале");
        public static readonly Phrase Was = new("Was", "Було", "Было");
        public static readonly Phrase Is = new("Is", "Стало", "Стало");
    }

    public static Phrase Of(RateChange change) => change switch
    {
        RateChange.Rose => new("the rate rose", "частота зросла", "частота выросла"),
        RateChange.Dropped => new("the rate dropped", "частота знизилася", "частота снизилась"),
        RateChange.CannotBeToldApart => new(
            "chance alone may make the difference", "різницю може пояснити випадок",
            "разницу может объяснить случайность"),
        _ => new("nothing can be compared", "порівняти не можна", "сравнить нельзя"),
    };

    public static Phrase Of(Determination determination) => determination switch
    {
        Determination.Breach => new("possible breach", "можливе порушення", "возможное нарушение"),
        Determination.Undetermined => Undetermined,
        Determination.Permitted => new("covered by an exception", "підпадає під виняток", "подпадает под исключение"),
        _ => new("in keeping", "відповідає", "соответствует"),
    };

    public static Phrase Of(Modality modality) => modality switch
    {
        Modality.Optical => new("optical", "оптика", "оптика"),
        Modality.Thermal => new("thermal", "теплобачення", "тепловидение"),
        Modality.ImagingRadar => new("imaging radar", "радіолокаційна зйомка", "радиолокационная съёмка"),
        Modality.MovingTargetRadar => new(
            "moving-target radar", "радар рухомих об’єктів", "радар движущихся объектов"),
        Modality.SurveillanceRadar => new("surveillance radar", "оглядовий радар", "обзорный радар"),
        Modality.SeismoAcoustic => new("sound and ground motion", "звук і коливання ґрунту", "звук и колебания грунта"),
        Modality.Reception => new("signals of the objects", "сигнали об’єктів", "сигналы объектов"),
        Modality.Human => new("people", "люди", "люди"),
        _ => NotKnown,
    };

    public static Phrase Cause(string cause) => cause switch
    {
        "restriction" => new("refused or hindered", "відмова або перешкода", "отказ или помеха"),
        "interference" => new(
            "satellite navigation disturbed", "порушено супутникову навігацію", "нарушена спутниковая навигация"),
        "outage" => new("sensor silent", "датчик мовчить", "датчик молчит"),
        _ => NotKnown,
    };
}
