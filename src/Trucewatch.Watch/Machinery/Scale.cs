using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Watch.Rules;

namespace Trucewatch.Watch.Machinery;

/// <summary>
/// Classes of severity, of confidence or of anything else: the first class whose thresholds are met. Where a measure is
/// a range, or is not told, all classes that it leaves open are named.
/// </summary>
internal sealed class Scale(ImmutableArray<Scale.Class> classes) : IMachine
{
    /// <summary>A class and what has to be measured for it; without that, it is what is left.</summary>
    internal sealed record Class(string Name, ImmutableArray<(string Measure, Threshold Threshold)> When);

    /// <summary>The classes' names in their order, each once.</summary>
    public ImmutableArray<string> Names => [.. classes.Select(each => each.Name).Distinct(StringComparer.Ordinal)];

    public static IMachine Read(MachineryItem item)
    {
        var classes = ImmutableArray.CreateBuilder<Class>();
        foreach (var terms in item.Terms.Maps("classes"))
        {
            var name = terms.Text("name");
            _ = terms.Node("words");
            var when = ImmutableArray.CreateBuilder<(string, Threshold)>();
            var node = terms.Node("when") ?? new PackNode.Mapping(terms.Line, []);
            _ = SettingsReader.Over(item.Source.Refuse, node, $"{item.Name}: when.");
            foreach (var (measure, inner) in (node as PackNode.Mapping)?.Entries ?? [])
            {
                var reader = SettingsReader.Over(item.Source.Refuse, inner, $"{item.Name}: {measure}.");
                if (Threshold.Read(reader) is { } threshold)
                {
                    when.Add((measure, threshold));
                }
                else
                {
                    reader.Refuse("at_least", "at_least, at_most or exactly");
                }

                reader.RefuseRest();
            }

            terms.RefuseRest();
            classes.Add(new Class(name, when.ToImmutable()));
        }

        if (classes.Count == 0)
        {
            item.Terms.Refuse("classes", "at least one class");
        }

        return new Scale(classes.ToImmutable());
    }

    /// <summary><c>scale ID MEASURE=VALUE ...</c>; a value may be a range.</summary>
    public string Answer(MachineryQuestion question)
    {
        var told = new SortedDictionary<string, (double Least, double Most)>(StringComparer.Ordinal);
        foreach (var (measure, _) in classes.SelectMany(each => each.When))
        {
            if (question.Text(measure) is not { } text)
            {
                told[measure] = (double.NegativeInfinity, double.PositiveInfinity);
            }
            else if (Threshold.TryRange(text, out var least, out var most))
            {
                told[measure] = (least, most);
            }
            else
            {
                question.Refuse(measure, "a number, or LEAST..MOST");
                return "";
            }
        }

        var open = new List<string>();
        foreach (var each in classes)
        {
            var tests = each.When.Select(part =>
                part.Threshold.Holds(told[part.Measure].Least, told[part.Measure].Most)).ToList();
            if (!tests.Contains(false))
            {
                open.Add(each.Name);
                if (!tests.Contains(null))
                {
                    break;
                }
            }
        }

        return open.Count == 0 ? "not stated" : string.Join(" or ", open.Distinct(StringComparer.Ordinal));
    }
}
