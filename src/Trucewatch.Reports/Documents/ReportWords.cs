using System.Collections.Immutable;
using Trucewatch.Domain.Counts;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Looks;
using Trucewatch.Reports.Language;

namespace Trucewatch.Reports.Documents;

/// <summary>What a daily report says, in three languages.</summary>
internal static class ReportWords
{
    public static readonly Phrase Exercise = new(
        "EXERCISE. Nothing in this report happened.",
        "НАВЧАННЯ. Нічого з цього звіту не відбулося.",
        "УЧЕНИЯ. Ничего из этого отчёта не произошло.");

    public static readonly Phrase Draft = new(
        "DRAFT. The time of this report is not over; what it says may change.",
        "ЧЕРНЕТКА. Час цього звіту ще не скінчився; зміст може змінитися.",
        "ЧЕРНОВИК. Время этого отчёта ещё не закончилось; содержание может измениться.");

    public static readonly Phrase Then = new("{0}, then {1}", "{0}, потім {1}", "{0}, затем {1}");

    public static readonly Phrase Covers = new(
        "It covers what began after {0} and not after {1}.",
        "Охоплює те, що почалося після {0} і не пізніше {1}.",
        "Охватывает то, что началось после {0} и не позже {1}.");

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
        "{0} began in the {2} of this report; {1} of them went on at the end.",
        "За {2} звіту почалося: {0}; на кінець тривали: {1}.",
        "За {2} отчёта началось: {0}; на конец продолжались: {1}.");

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
        "In the {3} before, {0} began, with {1} % watched: {2}.",
        "За {3} перед тим почалося: {0}, охоплено {1} %: {2}.",
        "За {3} до этого началось: {0}, охвачено {1} %: {2}.");

    public static readonly Phrase RateNote = new(
        "A rate is given where at least {0} % was watched; below that, what signals and reports tell of places that "
        + "nobody watched would make a number without meaning.",
        "Частоту наведено там, де охоплено щонайменше {0} %; якщо менше, то відомості сигналів і повідомлень про "
        + "місця, за якими ніхто не спостерігав, дали б число без змісту.",
        "Частота приведена там, где охвачено не менее {0} %; если меньше, то сведения сигналов и сообщений о "
        + "местах, за которыми никто не наблюдал, дали бы число без смысла.");

    public static readonly Phrase Heard = new(
        "Signals that objects send of themselves are heard; hearing them is not watching, and no part of the share.",
        "Сигнали, які об’єкти подають самі, чути; це не спостереження і не входить до охопленої частки.",
        "Сигналы, которые объекты подают сами, слышны; это не наблюдение и не входит в охваченную долю.");

    public static readonly Phrase ToMission = new("the mission", "місія", "миссия");
    public static readonly Phrase ToPublic = new("the public", "усі", "все");

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
        "In the time of this report no party said anything on a case that this reader may see.",
        "За час цього звіту жодна сторона нічого не сказала у справах, які доступні цьому читачеві.",
        "За время этого отчёта ни одна сторона ничего не сказала в делах, которые доступны этому читателю.");

    public static readonly Phrase ReplyCount = new(
        "Statements of parties in the time of this report: {0}. Each stands below in the party's own words and "
        + "language, whole, with equal room for each; the mission does not vouch for them.",
        "Заяви сторін за час цього звіту: {0}. Кожну наведено нижче словами й мовою самої сторони, повністю, з "
        + "однаковим місцем для кожної; місія за них не відповідає.",
        "Заявления сторон за время этого отчёта: {0}. Каждое приведено ниже словами и на языке самой стороны, "
        + "полностью, с одинаковым местом для каждой; миссия за них не отвечает.");

    public static readonly Phrase Statements = new(
        "What each party said, by case", "Що сказала кожна сторона, за справами", "Что сказала каждая сторона, "
        + "по делам");

    public static readonly Phrase SaidNothing = new(
        "said nothing by the end of this report", "до кінця цього звіту нічого не сказала",
        "до конца этого отчёта ничего не сказала");

    public static readonly Phrase WithoutWords = new("without words", "без слів", "без слов");

    public static readonly Phrase Corrected = new(
        "Findings that were corrected: {0} ({1}).",
        "Виправлені висновки: {0} ({1}).",
        "Исправленные выводы: {0} ({1}).");

    public static Phrase Of(StatementKind kind) => kind switch
    {
        StatementKind.Claim => new("claim", "повідомлення сторони", "заявление стороны"),
        StatementKind.Bringing => new("brings the case", "подає справу", "подаёт дело"),
        StatementKind.Withdrawal => new("takes the case back", "відкликає справу", "отзывает дело"),
        StatementKind.Acceptance => new("accepts the decision", "приймає рішення", "принимает решение"),
        StatementKind.Dispute => new("disputes the finding", "оспорює висновок", "оспаривает вывод"),
        StatementKind.Appeal => new("appeals the ruling", "оскаржує постанову", "обжалует постановление"),
        StatementKind.Pleading => new("pleads", "подає доводи", "подаёт доводы"),
        StatementKind.Evidence => new("presents evidence", "подає докази", "представляет доказательства"),
        _ => new("reports a remedy", "повідомляє про усунення", "сообщает об устранении"),
    };

    /// <summary>How long a report's time is: hours of one day, else days; of other times no number.</summary>
    public static Told Length(ReportWindow window, Tongue tongue) => window switch
    {
        { IsDraft: true } or { Days: < 1 } => Told.Words(new Phrase("time", "час", "время").In(tongue)),
        { Days: 1 } => HoursOf("hours", window, tongue),
        _ => DaysOf("days", window, tongue),
    };

    /// <summary>The same of the time before.</summary>
    public static Told LengthBefore(ReportWindow window, Tongue tongue) => window.Days switch
    {
        < 1 => Told.Words(new Phrase("same time", "такий самий час", "такое же время").In(tongue)),
        1 => HoursOf("hours_before", window.Before, tongue),
        _ => DaysOf("days_before", window, tongue),
    };

    private static Told HoursOf(string name, ReportWindow window, Tongue tongue)
    {
        var hours = (long)Math.Round((window.Until - window.From).TotalHours);
        return new Told(Nouns.Counted(tongue, hours, "hour"), [new Figure(name, hours)]);
    }

    private static Told DaysOf(string name, ReportWindow window, Tongue tongue) =>
        new(Nouns.Counted(tongue, window.Days, "day"), [new Figure(name, window.Days)]);

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

    public static readonly Phrase ByDay = new("Day by day", "День за днем", "День за днём");
    public static readonly Phrase Cases = new("Cases", "Справи", "Дела");
    public static readonly Phrase SpotTitle = new("The incident", "Інцидент", "Инцидент");

    public static readonly Phrase DaysNote = new(
        "Each number of a day stands beside what was watched on it. The limits of a rate are exact (Poisson): "
        + "with these means they miss the true rate in at most one case of twenty.",
        "Біля кожного денного числа вказано, скільки того дня охоплено. Межі частоти точні (Пуассон): справжню "
        + "частоту вони не охоплюють щонайбільше в одному випадку з двадцяти.",
        "Рядом с каждым дневным числом указано, сколько в тот день охвачено. Пределы частоты точные (Пуассон): "
        + "истинную частоту они не охватывают не более чем в одном случае из двадцати.");

    public static readonly Phrase DaysChart = new(
        "Rate of each day between its exact limits, and how much was watched",
        "Частота кожного дня в точних межах і скільки охоплено",
        "Частота каждого дня в точных пределах и сколько охвачено");

    public static readonly Phrase DaysKey = new(
        "Bars below: the share that was watched on that day", "Смуги внизу: частка, охоплена того дня",
        "Полосы внизу: доля, охваченная в тот день");

    public static readonly Phrase CoverageMap = new(
        "What was watched, and where nobody looked", "Що охоплено і де ніхто не спостерігав",
        "Что охвачено и где никто не наблюдал");

    public static readonly Phrase MapNote = new(
        "Each square of the map is {0} km wide and shows the mean chance to see over the whole time of the report.",
        "Кожен квадрат карти має ширину {0} км і показує середню ймовірність побачити за весь час звіту.",
        "Каждый квадрат карты имеет ширину {0} км и показывает среднюю вероятность увидеть за всё время отчёта.");

    public static readonly Phrase CaseCount = new(
        "Cases that this reader may see and that are not closed, or on which something was said: {0}. A finding "
        + "needs two reviewers of different nations; the program finds nothing by itself.",
        "Справи, доступні цьому читачеві, які не закрито або в яких щось сказано: {0}. Висновок потребує двох "
        + "рецензентів різних держав; сама програма висновків не робить.",
        "Дела, доступные этому читателю, которые не закрыты или в которых что-либо сказано: {0}. Вывод требует двух "
        + "рецензентов разных государств; сама программа выводов не делает.");

    public static readonly Phrase NoCases = new(
        "No case is open that this reader may see.", "Немає відкритих справ, доступних цьому читачеві.",
        "Нет открытых дел, доступных этому читателю.");

    public static readonly Phrase CaseList = new("Each case", "Кожна справа", "Каждое дело");

    public static readonly Phrase SpotWhat = new(
        "{0}: {1}, in: {2}, since {3}; last seen {4}; {5}.",
        "{0}: {1}, де: {2}, з {3}; востаннє видно {4}; {5}.",
        "{0}: {1}, где: {2}, с {3}; последний раз видно {4}; {5}.");

    public static readonly Phrase SpotReadings = new(
        "By reading of the clause: {0}. Whose it is, as far as registers tell: {1}.",
        "За тлумаченням пункту: {0}. Чиє це, наскільки видно з реєстрів: {1}.",
        "По толкованию пункта: {0}. Чьё это, насколько видно из реестров: {1}.");

    public static readonly Phrase SpotPlace = new(
        "Position: {0}; one standard deviation: {1} m.",
        "Положення: {0}; стандартне відхилення: {1} м.",
        "Положение: {0}; стандартное отклонение: {1} м.");

    public static readonly Phrase SpotOthers = new(
        "In the same zone {0} began in the time of this report, this one included. {1}",
        "У тій самій зоні за час цього звіту почалося: {0}, разом із цим. {1}",
        "В той же зоне за время этого отчёта началось: {0}, вместе с этим. {1}");

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
    public static readonly Phrase BySide = new(
        "Watched by side of the line", "Охоплення за боками лінії", "Охват по сторонам линии");
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

        public static readonly Phrase Before = new("Time before", "Перед тим", "До этого");
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
        public static readonly Phrase Case = new("Case", "Справа", "Дело");
        public static readonly Phrase Stands = new("What stands", "Що чинне", "Что в силе");
        public static readonly Phrase Nothing = new("nothing", "нічого", "ничего");
        public static readonly Phrase Said = new("Said by parties", "Сказали сторони", "Сказали стороны");
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
