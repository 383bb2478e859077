using Trucewatch.Geo;

namespace Trucewatch.Feeds.GeoJson;

/// <summary>
/// Where something is of which only a shape is told: mean and covariance of a place that may be anywhere along a line
/// or in an area, all parts alike. Taken in the tangent plane at the first position, from the exact integrals over
/// straight pieces (for areas, Green's theorem).
/// </summary>
internal struct ShapeMoments
{
    /// <summary>
    /// Farthest that a position may lie from the first one, in metres: beyond, the plane does not hold.
    /// </summary>
    public const double MaxReachM = 500_000;

    private readonly bool isArea;
    private GeoPoint origin;
    private LocalScale scale;
    private (double EastM, double NorthM) previous;
    private bool hasOrigin;
    private bool hasPrevious;
    private Sums ring;
    private Sums all;

    /// <summary>Begins a shape.</summary>
    /// <param name="isArea">True for areas, whose rings close; false for lines.</param>
    public ShapeMoments(bool isArea) => this.isArea = isArea;

    /// <summary>True when a position lay too far from the first one.</summary>
    public bool IsTooWide { get; private set; }

    /// <summary>Begins a line or a ring.</summary>
    public void Begin()
    {
        hasPrevious = false;
        ring = default;
    }

    /// <summary>The next position of the line or ring.</summary>
    public void Add(GeoPoint point)
    {
        if (!hasOrigin)
        {
            (origin, scale, hasOrigin) = (point, LocalScale.At(point), true);
        }

        var next = scale.Offset(origin, point);
        IsTooWide |= (next.EastM * next.EastM) + (next.NorthM * next.NorthM) > MaxReachM * MaxReachM;
        if (hasPrevious)
        {
            ring.Add(previous, next, isArea);
        }

        (previous, hasPrevious) = (next, true);
    }

    /// <summary>Ends the line or ring. A hole takes away; which way round a ring goes does not matter.</summary>
    public void End(bool isHole) => all.Take(ring, (isHole ? -1 : 1) * (ring.Size < 0 ? -1 : 1));

    /// <summary>The mean place and the covariance; false for a shape of no size.</summary>
    public readonly bool TryPlace(out GeoPoint mean, out Covariance2 spread)
    {
        (mean, spread) = (origin, default);
        if (!hasOrigin || IsTooWide || !(all.Size > 0))
        {
            return false;
        }

        var (east, north) = (all.East / all.Size, all.North / all.Size);
        mean = scale.Move(origin, east, north);
        spread = new Covariance2(
            Math.Max(0, (all.EastEast / all.Size) - (east * east)),
            (all.EastNorth / all.Size) - (east * north),
            Math.Max(0, (all.NorthNorth / all.Size) - (north * north)));
        return true;
    }

    /// <summary>Length or area, and the first and second moments over it.</summary>
    private struct Sums
    {
        public double Size;
        public double East;
        public double North;
        public double EastEast;
        public double EastNorth;
        public double NorthNorth;

        public void Add((double E, double N) a, (double E, double N) b, bool isArea)
        {
            var cross = (a.E * b.N) - (b.E * a.N);
            var (de, dn) = (b.E - a.E, b.N - a.N);
            var size = isArea ? cross / 2 : Math.Sqrt((de * de) + (dn * dn));

            // Of a piece: its mean; of a triangle from the origin: two thirds of the way to it.
            var first = isArea ? size / 3 : size / 2;
            var second = isArea ? size / 12 : size / 6;
            Size += size;
            East += first * (a.E + b.E);
            North += first * (a.N + b.N);
            EastEast += 2 * second * ((a.E * a.E) + (a.E * b.E) + (b.E * b.E));
            NorthNorth += 2 * second * ((a.N * a.N) + (a.N * b.N) + (b.N * b.N));
            EastNorth += second * ((2 * a.E * a.N) + (a.E * b.N) + (b.E * a.N) + (2 * b.E * b.N));
        }

        public void Take(in Sums other, int sign)
        {
            Size += sign * other.Size;
            East += sign * other.East;
            North += sign * other.North;
            EastEast += sign * other.EastEast;
            EastNorth += sign * other.EastNorth;
            NorthNorth += sign * other.NorthNorth;
        }
    }
}
