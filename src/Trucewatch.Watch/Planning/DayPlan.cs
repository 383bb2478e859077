using System.Collections.Immutable;
using Trucewatch.Domain.Planning;

namespace Trucewatch.Watch.Planning;

/// <summary>What a side has to bear.</summary>
/// <param name="Party">Id of the party on whose side the ground lies.</param>
/// <param name="SearchMinutes">Minutes of search by drones over it.</param>
/// <param name="Per1000Km2">The same for each 1,000 square kilometres of it: what is compared.</param>
public sealed record SideBurden(string Party, double SearchMinutes, double Per1000Km2);

/// <summary>
/// A proposal of what drones and satellites should look at. It commands nothing: whoever owns a drone decides whether
/// it flies.
/// </summary>
/// <param name="Tasks">The proposed tasks, those that stood already left out.</param>
/// <param name="Expected">How many happenings are expected on the ground in the time.</param>
/// <param name="StandingSeen">How many of them the standing tasks are likely to see.</param>
/// <param name="Gain">How many more the proposal is likely to see, as the planner counts: a block is seen as a whole.
/// </param>
/// <param name="MostGain">No plan with these drones and satellites could gain more, by a simple bound that lets drones
/// search without ever flying farther than to the next block.</param>
/// <param name="Burdens">What each side that has ground bears, in the agreement's order.</param>
/// <param name="IsFair">True when the burdens are as equal as the rule asks.</param>
public sealed record DayPlan(
    ImmutableArray<PlannedTask> Tasks,
    double Expected,
    double StandingSeen,
    double Gain,
    double MostGain,
    ImmutableArray<SideBurden> Burdens,
    bool IsFair);
