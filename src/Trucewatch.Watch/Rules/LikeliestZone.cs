using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules;

/// <summary>The zone in which a reported place most probably lies, and how it stands to it.</summary>
internal readonly record struct LikeliestZone(Zone Zone, ZonePlace Place)
{
    /// <summary>The likeliest of some zones, the first of equals; null without a place or a zone.</summary>
    /// <param name="zones">The agreement's zones.</param>
    /// <param name="indexes">Which of them count.</param>
    /// <param name="observation">A report.</param>
    public static LikeliestZone? Of(
        ImmutableArray<Zone> zones, ImmutableArray<int> indexes, in Observation observation)
    {
        LikeliestZone? best = null;
        if (observation.HasPosition)
        {
            foreach (var index in indexes)
            {
                var place = zones[index].Locate(observation.Position, observation.PositionError);
                if (best is not { } known || place.PAtMost > known.Place.PAtMost)
                {
                    best = new LikeliestZone(zones[index], place);
                }
            }
        }

        return best;
    }
}
