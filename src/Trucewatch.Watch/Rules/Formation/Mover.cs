using Trucewatch.Domain;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Watch.Rules.Formation;

/// <summary>An object that moves, or moved a moment ago, with those it moves together with.</summary>
internal sealed class Mover(TrackId id, TrackRank rank) : NearObject(id, rank)
{
    /// <summary>Those it moves together with, by the other one, in the order of the tracks.</summary>
    public SortedList<TrackRank, Company> Pairs { get; } = [];

    /// <summary>The formation that it is in, or null.</summary>
    public MovingGroup? In { get; set; }
}

/// <summary>Two objects that move together.</summary>
internal sealed class Company(Mover a, Mover b)
{
    public Mover A { get; } = a;

    public Mover B { get; } = b;

    /// <summary>The one that is not this one.</summary>
    public Mover Beside(Mover own) => A == own ? B : A;

    /// <summary>Since when.</summary>
    public Instant Since { get; set; }

    /// <summary>When they last did.</summary>
    public Instant Last { get; set; }

    /// <summary>True once they have for long enough.</summary>
    public bool Holds { get; set; }
}

/// <summary>Objects that have moved together for long enough, each with at least one other.</summary>
internal sealed class MovingGroup(int number, Mover lead)
{
    /// <summary>Its number, which names it.</summary>
    public int Number { get; } = number;

    /// <summary>The first of them in the order of tracks when it was stated.</summary>
    public Mover Lead { get; } = lead;

    public List<Mover> Members { get; } = [];

    /// <summary>Most members that were stated so far.</summary>
    public int MostStated { get; set; }
}
