namespace Trucewatch.Evidence;

/// <summary>
/// The mark of an exercise on everything that leaves an installation. It stands in the name of the log, and so in each
/// checkpoint, proof and public key: the name is part of what a key signs and of the key's own id, so that taking the
/// mark off gives another log. All else follows the name.
/// </summary>
public static class ExerciseMark
{
    /// <summary>The word itself, the same in every language.</summary>
    public const string Word = "EXERCISE";

    /// <summary>How the tokens of an exercise begin.</summary>
    public const string TokenStart = Word + "-";

    private const string LabelStart = Word + " ";

    /// <summary>The name of a new log.</summary>
    /// <param name="host">Host part of the name.</param>
    /// <param name="unique">What no other installation has.</param>
    /// <param name="exercise">True for the log of an exercise.</param>
    public static string Origin(string host, string unique, bool exercise) =>
        exercise ? $"{host}/{Word}/{unique}" : $"{host}/{unique}";

    /// <summary>True for the name of an exercise's log.</summary>
    public static bool IsIn(string origin)
    {
        ArgumentNullException.ThrowIfNull(origin);
        return origin.Split('/').Contains(Word, StringComparer.Ordinal);
    }

    /// <summary>A release label as the segments and journals of an installation bear it.</summary>
    public static string Label(string label, bool exercise) => exercise ? LabelStart + label : label;

    /// <summary>True for the label of an exercise's segment or journal.</summary>
    public static bool IsInLabel(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.StartsWith(LabelStart, StringComparison.Ordinal);
    }

    /// <summary>The release label itself, of an exercise's segment or of any other.</summary>
    public static string LabelIn(string label) => IsInLabel(label) ? label[LabelStart.Length..] : label;
}
