namespace Trucewatch.Domain.Adjudication;

/// <summary>What both sides hold their fire for.</summary>
public enum WindowPurpose
{
    /// <summary>Repairs.</summary>
    Repair,

    /// <summary>A harvest.</summary>
    Harvest,

    /// <summary>Demining.</summary>
    Demining,

    /// <summary>An evacuation.</summary>
    Evacuation,

    /// <summary>Something else, as the words say.</summary>
    Other,
}

/// <summary>What came of a window, as one side says.</summary>
public enum WindowResult
{
    /// <summary>What it was for is done.</summary>
    Done,

    /// <summary>A part of it is.</summary>
    PartlyDone,

    /// <summary>Nothing is.</summary>
    NotDone,
}

/// <summary>Somebody proposes a window of silence.</summary>
/// <param name="Window">Id of the window.</param>
/// <param name="Purpose">What for.</param>
/// <param name="From">Begin.</param>
/// <param name="Until">End.</param>
/// <param name="Place">Where.</param>
/// <param name="AbortWord">The word by which those on the ground stop it.</param>
/// <param name="Text">In words.</param>
public sealed record WindowProposed(
    string Window, WindowPurpose Purpose, Instant From, Instant Until, DeskPlace Place, string AbortWord, string Text)
    : HotlineDeed(Text);

/// <summary>A party confirms a window. It holds once every party has.</summary>
/// <param name="Window">Id of the window.</param>
/// <param name="Text">Words, which may be empty.</param>
public sealed record WindowConfirmed(string Window, string Text) : HotlineDeed(Text);

/// <summary>
/// Somebody stops a window. It is over at once, whatever the word was: nobody is to be held back from stopping by a
/// word that was heard wrong.
/// </summary>
/// <param name="Window">Id of the window.</param>
/// <param name="Word">The word that was given.</param>
/// <param name="Text">Why.</param>
public sealed record WindowAborted(string Window, string Word, string Text) : HotlineDeed(Text);

/// <summary>A side reports after a window.</summary>
/// <param name="Window">Id of the window.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Text">The report.</param>
public sealed record WindowReported(string Window, WindowResult Result, string Text) : HotlineDeed(Text);
