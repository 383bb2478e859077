using System.Globalization;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// From least to most, both included: <c>at_least</c>, <c>at_most</c>, both (between) or <c>exactly</c>.
/// </summary>
internal readonly record struct Threshold(double Least, double Most)
{
    private const double Bound = 1e12;

    /// <summary>The threshold that a map states, or null; the terms exclude each other where they have to.</summary>
    public static Threshold? Read(SettingsReader terms)
    {
        var exactly = terms.OptionalNumber("exactly", -Bound, Bound);
        var (least, most) = (
            terms.OptionalNumber("at_least", -Bound, Bound), terms.OptionalNumber("at_most", -Bound, Bound));
        if (exactly is { } value)
        {
            if (least is not null || most is not null)
            {
                terms.Refuse("exactly", "no at_least and at_most beside it");
            }

            return new Threshold(value, value);
        }

        if (least > most)
        {
            terms.Refuse("at_least", "no more than at_most");
        }

        return least is null && most is null
            ? null
            : new Threshold(least ?? double.NegativeInfinity, most ?? double.PositiveInfinity);
    }

    /// <summary>Whether a value that lies in a range meets it; null where that cannot be told.</summary>
    public bool? Holds(double least, double most) =>
        least >= Least && most <= Most ? true : most < Least || least > Most ? false : null;

    /// <summary>A number, or <c>LEAST..MOST</c>.</summary>
    public static bool TryRange(string text, out double least, out double most)
    {
        var ends = text.Split("..");
        most = 0;
        return Cases.CaseWords.TryNumber(ends[0], out least) && ends.Length <= 2
            && Cases.CaseWords.TryNumber(ends[^1], out most) && least <= most;
    }

    /// <summary>A range in words, to three decimals.</summary>
    public static string Words(double least, double most) => Number(least) == Number(most)
        ? Number(least)
        : $"{Number(least)} to {Number(most)}";

    /// <summary>A number to three decimals.</summary>
    public static string Number(double value) => double.IsPositiveInfinity(value)
        ? "without bound"
        : value.ToString("0.###", CultureInfo.InvariantCulture);
}
