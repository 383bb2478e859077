using System.Collections.Immutable;

namespace Trucewatch.Domain.Adjudication;

/// <summary>How far the words of a ladder can be trusted to be those of its text.</summary>
public enum SourceStanding
{
    /// <summary>Read in the text itself.</summary>
    Text,

    /// <summary>Restated by others from the text.</summary>
    Restated,

    /// <summary>Reported by the press and not confirmed.</summary>
    Reported,

    /// <summary>General knowledge that nobody has compared with the text yet.</summary>
    Unchecked,
}

/// <summary>From when the time of a step runs.</summary>
public enum LadderStart
{
    /// <summary>From the breach.</summary>
    Breach,

    /// <summary>From the first breach of a row that still stands.</summary>
    InitialBreach,

    /// <summary>From a request or a query.</summary>
    Request,
}

/// <summary>One step of a ladder.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Words">What it is.</param>
/// <param name="Within">The time it states, or null.</param>
/// <param name="From">From when that time runs.</param>
/// <param name="IsAutomatic">True where the text says that it follows by itself; a person confirms or stays it.</param>
public sealed record LadderStep(
    string Id, string Words, TimeSpan? Within = null, LadderStart From = LadderStart.Breach, bool IsAutomatic = false);

/// <summary>What follows a breach, step by step, as a text or a report of it states.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Dated">The year or day of the text.</param>
/// <param name="Source">Where its words come from.</param>
/// <param name="Standing">How far they can be trusted.</param>
/// <param name="Steps">The steps in their order.</param>
public sealed record ResponseLadder(
    string Id, string Dated, string Source, SourceStanding Standing, ImmutableArray<LadderStep> Steps)
{
    /// <summary>The step of an id, or null.</summary>
    public LadderStep? Step(string id) => Steps.FirstOrDefault(step => step.Id == id);

    /// <summary>Id, year and, where it is so, that it is only reported.</summary>
    public override string ToString() => Standing == SourceStanding.Text
        ? $"{Id} ({Dated})"
        : $"{Id} ({Dated}, {Words.Of(Standing)})";
}
