using Trucewatch.Evidence;
using Trucewatch.Reports.Language;
using Trucewatch.Reports.Release;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Api.DailyReports;

/// <summary>What the public page says beside the reports themselves, in three languages.</summary>
internal static class PublicWords
{
    public static readonly Phrase Data = new("Open data", "Відкриті дані", "Открытые данные");

    private static readonly Phrase exercise = new(
        "Nothing on this page happened.", "Нічого з цієї сторінки не відбулося.",
        "Ничего из этой страницы не произошло.");

    private static readonly Phrase illustrative = new(
        "The agreement is made up for an exercise; no such agreement exists.",
        "Угода складена для навчання; такої угоди не існує.",
        "Соглашение составлено для учений; такого соглашения не существует.");

    private static readonly Phrase terms = new(
        "What is released to the public, {0} late at least; places are rounded to {1} degrees. What is not here "
        + "may have happened all the same.",
        "Те, що розкрито для всіх, із затримкою щонайменше {0}; місця округлено до {1} градуса. Те, чого тут немає, "
        + "могло все ж відбутися.",
        "То, что раскрыто для всех, с задержкой не менее {0}; места округлены до {1} градуса. То, чего здесь "
        + "нет, могло всё же произойти.");

    /// <summary>How late and how coarse all of it is.</summary>
    public static string Terms(Tongue tongue) => terms.With(
        tongue, Nouns.Counted(tongue, (long)Audience.Public.Delay.TotalMinutes, "minute"),
        tongue.Number(Audience.Public.PlaceStepDeg, 1));

    /// <summary>What stands above everything.</summary>
    public static IEnumerable<string> Marks(WatchFloor floor, Tongue tongue)
    {
        if (floor.IsExercise)
        {
            yield return $"{ExerciseMark.Word}. {exercise.In(tongue)}";
        }

        if (floor.Agreement.Illustrative)
        {
            yield return illustrative.In(tongue);
        }
    }

    /// <summary>A language in itself.</summary>
    public static string NameOf(Tongue tongue) =>
        tongue switch { Tongue.Uk => "Українська", Tongue.Ru => "Русский", _ => "English" };
}
