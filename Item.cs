using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;

namespace Trucewatch.Watch.Machinery;

/// <summary>One way to read an item.</summary>
/// <param name="Reading">Id of the reading.</param>
/// <param name="Name">The reading in words, or null.</param>
/// <param name="HeldBy">Parties that hold it; empty when all do.</param>
/// <param name="Term">The item, read so.</param>
internal sealed record Variant<T>(string Reading, LocalText? Name, ImmutableArray<string> HeldBy, T Term);

/// <summary>
/// An item of a section under each of its readings: where a text contradicts itself, all readings are kept and
/// answer side by side.
/// </summary>
/// <param name="Id">Its id; empty for a section that is one map.</param>
/// <param name="Title">What it is called, or null.</param>
/// <param name="Clauses">Clauses and articles that it rests on.</param>
/// <param name="Variants">At least one, unless there was a problem.</param>
internal sealed record Item<T>(
    string Id, LocalText? Title, ImmutableArray<string> Clauses, ImmutableArray<Variant<T>> Variants)
{
    /// <summary>One answer where all readings agree, else each with the name of its reading.</summary>
    public string Ask(Func<T, string> answer) =>
        Readings.Join(Variants.Select(variant => (variant.Reading, answer(variant.Term))));

    /// <summary>The item in words: a line where it has one reading, else a line for each.</summary>
    public IEnumerable<string> Words(Func<T, string> words)
    {
        var title = Title is null ? "" : $" ({Title.En})";
        var by = Clauses.IsEmpty ? "" : $", by {string.Join(", ", Clauses)}";
        foreach (var variant in Variants)
        {
            var held = variant.HeldBy.IsEmpty ? "" : $", held by {string.Join(", ", variant.HeldBy)}";
            var reading = Variants.Length == 1 ? "" : $" [read as {variant.Reading}{held}]";
            yield return $"{Id}{title}{reading}: {words(variant.Term)}{by}".TrimStart(' ', ':');
        }
    }
}

/// <summary>Answers under several readings.</summary>
internal static class Readings
{
    /// <summary>One answer where all agree, else each with the name of its reading and <c>|</c> between.</summary>
    public static string Join(IEnumerable<(string Reading, string Answer)> answers)
    {
        var all = answers.ToList();
        return all.All(each => each.Answer == all[0].Answer)
            ? all[0].Answer
            : string.Join(" | ", all.Select(each => $"{each.Reading}: {each.Answer}"));
    }

    /// <summary>Asks the item that a question names; an unknown name is noted in the question.</summary>
    public static string Ask<T>(this ImmutableArray<Item<T>> items, MachineryQuestion question, Func<T, string> answer)
    {
        var id = question.Word(0, [.. items.Select(item => item.Id)]);
        return items.FirstOrDefault(item => item.Id == id) is { Variants.Length: > 0 } item ? item.Ask(answer) : "";
    }
}
