using System.Collections.Immutable;
using Trucewatch.Domain.Labels;
using Trucewatch.Domain.Looks;
using Trucewatch.Domain.Planning;
using Trucewatch.Geo;

namespace Trucewatch.Domain.Tasking;

/// <summary>Who acts on the board of shared tasking.</summary>
/// <param name="Person">Who; never empty.</param>
/// <param name="Nation">The nation or body that the person speaks for.</param>
/// <param name="IsTasking">True for the mission's tasking officers: they accept offers for the mission.</param>
public sealed record TaskingAuthor(string Person, string Nation, bool IsTasking);

/// <summary>What somebody did on the board.</summary>
public abstract record TaskingDeed;

/// <summary>Somebody asks that a piece of ground is looked at.</summary>
/// <param name="Request">Id of the request, new on the board.</param>
/// <param name="Area">Where.</param>
/// <param name="From">Begin.</param>
/// <param name="Until">End.</param>
/// <param name="Modality">With what; <see cref="Looks.Modality.Unknown"/>: whatever there is.</param>
/// <param name="Why">In words.</param>
public sealed record LookRequested(
    string Request, Region Area, Instant From, Instant Until, Modality Modality, string Why) : TaskingDeed;

/// <summary>A nation offers a look of its own.</summary>
/// <param name="Offer">Id of the offer, new on the board.</param>
/// <param name="Request">Id of the request that it answers, or null: nobody asked.</param>
/// <param name="Task">The look; its id is that of the offer, its owner the nation that offers.</param>
/// <param name="Heights">In which heights it flies, metres; null: it flies not at all, or above all drones.</param>
/// <param name="Release">To whom what it sees is released.</param>
public sealed record LookOffered(
    string Offer, string? Request, PlannedTask Task, HeightBand? Heights, Label Release) : TaskingDeed;

/// <summary>Heights above the ground.</summary>
/// <param name="LowM">The lowest, metres.</param>
/// <param name="HighM">The highest, metres.</param>
public readonly record struct HeightBand(double LowM, double HighM);

/// <summary>The mission accepts an offer: it becomes a part of the timetable.</summary>
/// <param name="Offer">Id of the offer.</param>
public sealed record OfferAccepted(string Offer) : TaskingDeed;

/// <summary>A request or an offer is taken back by its nation.</summary>
/// <param name="Id">Id of the request or offer.</param>
/// <param name="Why">In words.</param>
public sealed record TaskingWithdrawn(string Id, string Why) : TaskingDeed;

/// <summary>An act: who, when, what.</summary>
/// <param name="At">When.</param>
/// <param name="Author">Who.</param>
/// <param name="Deed">What.</param>
public sealed record TaskingAct(Instant At, TaskingAuthor Author, TaskingDeed Deed);

/// <summary>Why an act on the board has no effect.</summary>
public enum TaskingRefusal
{
    /// <summary>It has an effect.</summary>
    None,

    /// <summary>Nobody is named.</summary>
    NoPerson,

    /// <summary>The id is empty or taken.</summary>
    IdTaken,

    /// <summary>There is no such request or offer, or it was taken back.</summary>
    NotThere,

    /// <summary>The person may not do it: it is another nation's, or a tasking officer's.</summary>
    NotTheirs,

    /// <summary>Its times, task or heights are impossible.</summary>
    Impossible,

    /// <summary>It is accepted already, or too late.</summary>
    TooLate,

    /// <summary>It comes into the way of another drone; the words name it.</summary>
    Conflict,

    /// <summary>The board is full.</summary>
    LimitReached,
}
