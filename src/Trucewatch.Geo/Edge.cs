namespace Trucewatch.Geo;

/// <summary>An edge of a ring, straight in longitude and latitude.</summary>
internal readonly record struct Edge(GeoPoint A, GeoPoint B, int Ring)
{
    public double West => Math.Min(A.LongitudeDeg, B.LongitudeDeg);

    public double East => Math.Max(A.LongitudeDeg, B.LongitudeDeg);

    public double South => Math.Min(A.LatitudeDeg, B.LatitudeDeg);

    public double North => Math.Max(A.LatitudeDeg, B.LatitudeDeg);

    /// <summary>
    /// Twice the signed area of A, B and the point in degrees: positive when the point is left of A to B.
    /// </summary>
    public double Side(GeoPoint point) =>
        ((B.LongitudeDeg - A.LongitudeDeg) * (point.LatitudeDeg - A.LatitudeDeg))
        - ((B.LatitudeDeg - A.LatitudeDeg) * (point.LongitudeDeg - A.LongitudeDeg));

    /// <summary>The two halves.</summary>
    public (Edge First, Edge Second) Halve()
    {
        var middle = GeoPoint.FromDegrees(
            latitudeDeg: (A.LatitudeDeg + B.LatitudeDeg) / 2, longitudeDeg: (A.LongitudeDeg + B.LongitudeDeg) / 2);
        return (this with { B = middle }, this with { A = middle });
    }
}
