namespace Trucewatch.Feeds;

/// <summary>
/// How wire bytes say that they are of an exercise, where a format has a way of its own to say so. What has none is
/// kept apart by the sensor registry (docs/concepts/exercises.md lists both).
/// </summary>
public static class ExerciseMarks
{
    /// <summary>
    /// How the name of a station in a tag block begins. The receiving station writes the tag, so that a ship cannot set
    /// it: by an MMSI anybody on the air could leave the watch.
    /// </summary>
    public const string Station = "EXERCISE";

    /// <summary>The <c>opex</c> of an event: an exercise, and its name.</summary>
    public const string Opex = "e-EXERCISE";

    /// <summary>
    /// True for a line whose tag block names a station of an exercise. No letter X stands in an armoured payload, so
    /// that the whole line can be searched.
    /// </summary>
    internal static bool IsTagged(ReadOnlySpan<byte> line) =>
        !line.IsEmpty && line[0] == '\\' && line.IndexOf("s:EXERCISE"u8) > 0;

    /// <summary>
    /// True for an event that is simulated (<c>how</c> m-s) or whose <c>opex</c> begins with the letter of an exercise
    /// or a simulation, not of an operation.
    /// </summary>
    internal static bool IsSimulated(ReadOnlySpan<byte> how, ReadOnlySpan<byte> opex) =>
        how.SequenceEqual("m-s"u8) || how.StartsWith("m-s-"u8)
        || (!opex.IsEmpty && (opex[0] | 0x20) is 'e' or 's');
}
