namespace Trucewatch.Watch.Planning;

/// <summary>A drone's flight from its base over blocks and back, as it is being planned.</summary>
/// <param name="drone">Number of the drone.</param>
/// <param name="number">Number of the sortie in the plan.</param>
internal sealed class Sortie(int drone, int number)
{
    /// <summary>Number of the drone.</summary>
    public int Drone => drone;

    /// <summary>Number of the sortie in the plan.</summary>
    public int Number => number;

    /// <summary>Take-off, in minutes from the plan's begin; counts only where there are visits.</summary>
    public double Start { get; set; }

    /// <summary>Landing.</summary>
    public double End { get; set; }

    /// <summary>The blocks that it searches, in order.</summary>
    public List<int> Visits { get; } = [];

    /// <summary>When it comes to each of them.</summary>
    public List<double> Arrivals { get; } = [];

    /// <summary>The looks that are placed for it, one for each visit, or none yet.</summary>
    public List<PlacedLook> Looks { get; } = [];

    /// <summary>The blocks of these looks.</summary>
    public List<int> LookedAt { get; } = [];

    /// <summary>True when it searches nothing: then it does not fly.</summary>
    public bool IsIdle => Visits.Count == 0;
}
