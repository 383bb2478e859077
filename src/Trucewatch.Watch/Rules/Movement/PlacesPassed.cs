using Trucewatch.Domain;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.Movement;

/// <summary>
/// How far an object has moved within a window: the farthest of the places that it passed counts. Places are remembered
/// a step of the window apart, so that a straight way is understated by one step at most.
/// </summary>
internal sealed class PlacesPassed
{
    /// <summary>Most places that are remembered.</summary>
    public const int MaxPlaces = 256;

    private readonly Queue<(Instant At, GeoPoint Point, Covariance2 Error)> places = [];
    private Instant newest = Instant.Beginning;

    /// <summary>Number of places that are remembered.</summary>
    public int Count => places.Count;

    /// <summary>The greatest displacement in metres.</summary>
    public double MovedM { get; private set; }

    /// <summary>Its standard deviation along the way.</summary>
    public double SigmaM { get; private set; }

    /// <summary>Takes a new place in.</summary>
    public void Add(Instant now, GeoPoint point, Covariance2 error, TimeSpan within)
    {
        while (places.TryPeek(out var oldest) && oldest.At + within < now)
        {
            places.Dequeue();
        }

        var scale = LocalScale.At(point);
        (MovedM, SigmaM) = (0, 0);
        foreach (var passed in places)
        {
            var (eastM, northM) = scale.Offset(passed.Point, point);
            var movedM = Math.Sqrt((eastM * eastM) + (northM * northM));
            if (movedM > MovedM)
            {
                var (east, north) = (eastM / movedM, northM / movedM);
                var variance = passed.Error.Along(east, north) + error.Along(east, north);
                (MovedM, SigmaM) = (movedM, Math.Sqrt(variance));
            }
        }

        if (places.Count == 0 || now - newest >= within / (MaxPlaces - 1))
        {
            if (places.Count == MaxPlaces)
            {
                places.Dequeue();
            }

            places.Enqueue((now, point, error));
            newest = now;
        }
    }
}
