using System.Collections.Immutable;
using System.Globalization;
using Trucewatch.Domain.Detections;

namespace Trucewatch.Watch.Rules.Incursion;

/// <summary>A value that may lie anywhere between two.</summary>
internal readonly record struct Span2(double Least, double Most)
{
    public static readonly Span2 Unknown = new(0, double.PositiveInfinity);

    public override string ToString() => Least == Most
        ? Least.ToString("0", CultureInfo.InvariantCulture)
        : double.IsInfinity(Most)
            ? string.Create(CultureInfo.InvariantCulture, $"{Least:0} or more")
            : string.Create(CultureInfo.InvariantCulture, $"{Least:0} to {Most:0}");
}

/// <summary>The seven parameters: who, what, where, how deep, how long, how many, notified or not.</summary>
internal readonly record struct ScoreSheet(
    string? Who, string? What, string Where, Span2 DepthM, Span2 DurationS, Span2 Count, bool? IsNotified);

/// <summary>Whether a row's conditions hold.</summary>
internal enum RowAnswer
{
    No,
    Maybe,
    Yes,
}

/// <summary>One row: conditions that all have to hold, and what then follows. One left out always holds.</summary>
internal sealed record DecisionRow(
    string Name,
    ImmutableArray<string>? Who,
    ImmutableArray<string>? What,
    ImmutableArray<string>? Where,
    Bound? DepthM,
    Bound? DurationS,
    Bound? Count,
    bool? IsNotified,
    Determination Result)
{
    /// <summary>Whether the row holds of a sheet: maybe where a value is not known, or its range straddles.</summary>
    public RowAnswer Asks(in ScoreSheet sheet)
    {
        var answer = RowAnswer.Yes;
        Lower(ref answer, Among(Who, sheet.Who));
        Lower(ref answer, Among(What, sheet.What));
        Lower(ref answer, Among(Where, sheet.Where));
        Lower(ref answer, DepthM?.Asks(sheet.DepthM) ?? RowAnswer.Yes);
        Lower(ref answer, DurationS?.Asks(sheet.DurationS) ?? RowAnswer.Yes);
        Lower(ref answer, Count?.Asks(sheet.Count) ?? RowAnswer.Yes);
        Lower(ref answer, IsNotified is not { } wanted ? RowAnswer.Yes
            : sheet.IsNotified is not { } known ? RowAnswer.Maybe
            : known == wanted ? RowAnswer.Yes : RowAnswer.No);
        return answer;
    }

    private static RowAnswer Among(ImmutableArray<string>? words, string? value) => words is not { } some
        ? RowAnswer.Yes
        : value is null ? RowAnswer.Maybe
        : some.Contains(value, StringComparer.Ordinal) ? RowAnswer.Yes : RowAnswer.No;

    private static void Lower(ref RowAnswer answer, RowAnswer other) => answer = other < answer ? other : answer;
}

/// <summary>A condition on a number: at most, less than, at least or more than.</summary>
internal readonly record struct Bound(bool IsUpper, bool IsStrict, double Value)
{
    public RowAnswer Asks(Span2 range)
    {
        var (least, most) = (Holds(range.Least), Holds(range.Most));
        return least && most ? RowAnswer.Yes : least || most ? RowAnswer.Maybe : RowAnswer.No;
    }

    /// <summary>Reads for example <c>&lt;=500</c>; null where it is not one.</summary>
    public static Bound? TryParse(string text)
    {
        var isUpper = text.StartsWith('<');
        var isStrict = text.Length > 1 && text[1] != '=';
        var digits = text.Length > 1 ? text[(isStrict ? 1 : 2)..] : "";
        return (isUpper || text.StartsWith('>'))
            && double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? new Bound(isUpper, isStrict, value)
            : null;
    }

    private bool Holds(double value) =>
        IsUpper ? IsStrict ? value < Value : value <= Value : IsStrict ? value > Value : value >= Value;
}

/// <summary>
/// The table that stands in the pack. Its rows are tried in order: the first that surely holds decides; if one before
/// it may hold with another result, nothing is decided.
/// </summary>
internal sealed class DecisionTable(ImmutableArray<DecisionRow> rows)
{
    /// <summary>What follows from a sheet, and the row or rows that say so.</summary>
    public (Determination Result, string Row) Decide(in ScoreSheet sheet)
    {
        var open = new List<DecisionRow>();
        foreach (var row in rows)
        {
            var answer = row.Asks(in sheet);
            if (answer == RowAnswer.Maybe)
            {
                open.Add(row);
            }
            else if (answer == RowAnswer.Yes)
            {
                return open.TrueForAll(each => each.Result == row.Result)
                    ? (row.Result, row.Name)
                    : (Determination.Undetermined, string.Join(" or ", open.Append(row).Select(each => each.Name)));
            }
        }

        var rest = open.Count == 0 ? "no row" : string.Join(" or ", open.Select(row => row.Name));
        return (Determination.Undetermined, rest);
    }

    /// <summary>Reads the rows.</summary>
    public static DecisionTable Read(SettingsReader reader)
    {
        var rows = ImmutableArray.CreateBuilder<DecisionRow>();
        if (!reader.Has("table"))
        {
            reader.Refuse("table", "rows of conditions with results");
        }

        foreach (var item in reader.Maps("table"))
        {
            var number = FormattableString.Invariant($"row {rows.Count + 1}");
            var row = new DecisionRow(
                item.OptionalText("name") ?? number,
                Words(item, "who"),
                Words(item, "what"),
                Words(item, "where"),
                BoundOf(item, "depth_m"),
                BoundOf(item, "duration_s"),
                BoundOf(item, "count"),
                item.Word("notified", "", "yes", "no") switch { "yes" => true, "no" => false, _ => null },
                item.Word("result", "", "breach", "compliant", "undetermined") switch
                {
                    "compliant" => Determination.Compliant,
                    "undetermined" => Determination.Undetermined,
                    _ => Determination.Breach,
                });
            if (!item.Has("result"))
            {
                item.Refuse("result", "breach, compliant or undetermined");
            }

            item.RefuseRest();
            rows.Add(row);
        }

        return new DecisionTable(rows.ToImmutable());
    }

    private static ImmutableArray<string>? Words(SettingsReader item, string name) =>
        item.OptionalTexts(name) is { } texts ? [.. texts.Select(text => text.Text)] : null;

    private static Bound? BoundOf(SettingsReader item, string name)
    {
        if (item.OptionalText(name) is not { } text)
        {
            return null;
        }

        var bound = Bound.TryParse(text);
        if (bound is null)
        {
            item.Refuse(name, "a bound such as <=500 or >600");
        }

        return bound;
    }
}
