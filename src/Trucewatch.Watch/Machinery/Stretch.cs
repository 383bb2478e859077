using System.Collections.Immutable;
using Trucewatch.Watch.Cases;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// A stretch of time, what was measured in it and how much of it was watched. A history is stretches that follow each
/// other, the oldest first.
/// </summary>
/// <param name="Least">Least value that fits what was seen.</param>
/// <param name="Most">Greatest value that fits.</param>
/// <param name="For">How long.</param>
/// <param name="Coverage">Share of it that was watched.</param>
/// <param name="Word">A word beside it, or null: the source, or the reason of a closure.</param>
internal readonly record struct Stretch(double Least, double Most, TimeSpan For, double Coverage, string? Word)
{
    /// <summary>Most stretches of a history.</summary>
    public const int MaxCount = 1_000;

    /// <summary>Longest history, in days: a hundred years.</summary>
    public const int MaxDays = 36_600;

    /// <summary><c>VALUE/FOR/COVERAGE[/WORD],...</c>; a value may be a range. Null when absent or refused.</summary>
    public static ImmutableArray<Stretch>? Read(MachineryQuestion question, string name)
    {
        if (question.Text(name) is not { } text)
        {
            return null;
        }

        var parts = text.Split(',');
        var stretches = ImmutableArray.CreateBuilder<Stretch>(Math.Min(parts.Length, MaxCount));
        var days = 0.0;
        foreach (var part in parts)
        {
            if (stretches.Count == MaxCount || !TryParse(part, out var stretch)
                || days + stretch.For.TotalDays > MaxDays)
            {
                question.Refuse(name, FormattableString.Invariant(
                    $"VALUE/FOR/COVERAGE or VALUE/FOR/COVERAGE/WORD, at most {MaxCount} of {MaxDays} days in all"));
                return null;
            }

            stretches.Add(stretch);
            days += stretch.For.TotalDays;
        }

        return stretches.DrainToImmutable();
    }

    private static bool TryParse(string text, out Stretch stretch)
    {
        stretch = default;
        var parts = text.Split('/');
        if (parts.Length is not (3 or 4) || !Threshold.TryRange(parts[0], out var least, out var most)
            || !CaseWords.TryDuration(parts[1], out var lasted)
            || !CaseWords.TryNumber(parts[2], out var coverage) || coverage is < 0 or > 1)
        {
            return false;
        }

        stretch = new Stretch(least, most, lasted, coverage, parts.Length == 4 ? parts[3] : null);
        return true;
    }
}
