using System.Collections.Immutable;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>One condition of a gate: measured over time, or attested by so many of those who may.</summary>
internal abstract class Indicator(string id)
{
    public const string Met = "met";
    public const string Failed = "failed";

    /// <summary>Its name within the gate.</summary>
    public string Id => id;

    public static Indicator Read(MachineryItem item, SettingsReader terms)
    {
        var id = terms.Text("id");
        Terms.Explanation(terms);
        Indicator indicator = terms.Word("kind", "measured", "measured", "attested") == "measured"
            ? Measured.Of(item, terms, id)
            : Attested.Of(item, terms, id);
        terms.RefuseRest();
        return indicator;
    }

    /// <summary>Met, failed, or in words what it waits for.</summary>
    public abstract string State(MachineryQuestion question);

    private sealed class Attested(string id, ImmutableArray<string> by, int needed) : Indicator(id)
    {
        public static Attested Of(MachineryItem item, SettingsReader terms, string id)
        {
            var by = terms.Texts("by");
            item.Source.Refer($"{item.Name}: {id}: by", by, MachinerySource.Who);
            var needed = terms.Whole("needs", absent: 1, least: 1, most: Math.Max(1, by.Length));
            return new Attested(id, [.. by.Select(text => text.Text)], needed);
        }

        public override string State(MachineryQuestion question)
        {
            if (question.Text(Id) is not { } told)
            {
                return "not told";
            }

            if (told == "refused")
            {
                return Failed;
            }

            var who = question.List(Id);
            var stranger = who.FirstOrDefault(name => !by.Contains(name, StringComparer.Ordinal));
            var counted = by.Count(name => who.Contains(name, StringComparer.Ordinal));
            return stranger is not null ? $"not for {stranger} to attest"
                : counted >= needed ? Met
                : counted == 0 ? "not attested"
                : FormattableString.Invariant($"attested by {counted} of {needed}");
        }
    }

    /// <summary>
    /// A value over time. The clock runs while the value surely holds and enough was watched; it pauses where neither
    /// can be told, and a value that surely does not hold breaks it, however little was watched.
    /// </summary>
    private sealed class Measured(
        string id,
        Threshold threshold,
        Threshold keep,
        TimeSpan lasts,
        double leastCoverage,
        TimeSpan? judgedBy,
        bool isReset,
        ImmutableArray<string> sources) : Indicator(id)
    {
        public static Measured Of(MachineryItem item, SettingsReader terms, string id)
        {
            var threshold = Threshold.Read(terms);
            if (threshold is null)
            {
                terms.Refuse("at_most", "at_most, at_least or exactly");
            }

            Threshold? keep = null;
            if (terms.Node("keep") is not null)
            {
                var inner = terms.Inner("keep");
                keep = Threshold.Read(inner);
                inner.RefuseRest();
                if (keep is not { } looser || looser.Least > threshold?.Least || looser.Most < threshold?.Most)
                {
                    item.Source.Refuse(inner.Line, $"{item.Name}: {id}: keep: expected a looser threshold");
                }
            }

            return new Measured(
                id,
                threshold ?? default,
                keep ?? threshold ?? default,
                Terms.Duration(terms, "for") ?? TimeSpan.Zero,
                terms.Number("least_coverage", absent: 0, least: 0, most: 1),
                Terms.Duration(terms, "judged_by"),
                terms.Word("breach", "fails", "fails", "resets") == "resets",
                Terms.Texts(terms, "sources"));
        }

        public override string State(MachineryQuestion question)
        {
            if (Stretch.Read(question, Id) is not { } history)
            {
                return "not told";
            }

            var (clock, isMet, why) = (TimeSpan.Zero, false, "");
            foreach (var stretch in history)
            {
                if (judgedBy is { } longest && stretch.For > longest)
                {
                    question.Refuse(Id, $"stretches of at most {Terms.Words(longest)}");
                }

                var isWatched = stretch.Coverage >= leastCoverage && stretch.Coverage > 0;
                var isAgreed = sources.IsEmpty
                    || (stretch.Word is { } source && sources.Contains(source, StringComparer.Ordinal));
                var holds = isAgreed ? (isMet ? keep : threshold).Holds(stretch.Least, stretch.Most) : null;
                if (holds == false && !isReset)
                {
                    return Failed;
                }

                why = holds == false ? "broken"
                    : !isAgreed ? $"{stretch.Word ?? "no source"} is no agreed source"
                    : !isWatched ? "not watched enough"
                    : holds is null ? "cannot be told"
                    : "";
                clock = holds == false ? TimeSpan.Zero : why.Length == 0 ? clock + stretch.For : clock;
                isMet = holds != false && (isMet || (why.Length == 0 && clock >= lasts));
            }

            var so = lasts == TimeSpan.Zero ? "" : $"for {Terms.Words(clock)} of {Terms.Words(lasts)}";
            return isMet ? Met : so.Length == 0 || why.Length == 0 ? so + why : $"{so}, {why}";
        }
    }
}
