namespace Trucewatch.Evidence;

/// <summary>What a check of a whole data folder found.</summary>
public sealed record FsckReport
{
    /// <summary>What is wrong, one line each: where, what was expected, what is there.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>What a person may want to know and what is not wrong.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>How many entries were hashed.</summary>
    public required long Entries { get; init; }

    /// <summary>How many tiles and bundles were compared.</summary>
    public required long Tiles { get; init; }

    /// <summary>How many segments were read.</summary>
    public required long Segments { get; init; }

    /// <summary>True where nothing is wrong.</summary>
    public bool Holds => Findings.Count == 0;
}
