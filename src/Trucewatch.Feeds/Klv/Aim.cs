using Trucewatch.Geo;

namespace Trucewatch.Feeds.Klv;

/// <summary>
/// A turn about the three axes of an aircraft: forward, right and down. First about down (heading, azimuth), then about
/// right (pitch, elevation; up is positive), then about forward (roll), as ST 0601 orders them.
/// </summary>
internal readonly struct Aim
{
    private readonly (double X, double Y, double Z) forward;
    private readonly (double X, double Y, double Z) right;
    private readonly (double X, double Y, double Z) down;

    private Aim(
        (double X, double Y, double Z) forward,
        (double X, double Y, double Z) right,
        (double X, double Y, double Z) down)
    {
        this.forward = forward;
        this.right = right;
        this.down = down;
    }

    /// <summary>A turn by angles in degrees.</summary>
    public static Aim Of(double headingDeg, double pitchDeg, double rollDeg)
    {
        var (sh, ch) = Elementary.SinCosDegrees(headingDeg);
        var (sp, cp) = Elementary.SinCosDegrees(pitchDeg);
        var (sr, cr) = Elementary.SinCosDegrees(rollDeg);
        return new Aim(
            (ch * cp, sh * cp, -sp),
            ((ch * sp * sr) - (sh * cr), (sh * sp * sr) + (ch * cr), cp * sr),
            ((ch * sp * cr) + (sh * sr), (sh * sp * cr) - (ch * sr), cp * cr));
    }

    /// <summary>What a vector of the turned axes is in the axes before the turn.</summary>
    public (double X, double Y, double Z) Turn(double x, double y, double z) => (
        (x * forward.X) + (y * right.X) + (z * down.X),
        (x * forward.Y) + (y * right.Y) + (z * down.Y),
        (x * forward.Z) + (y * right.Z) + (z * down.Z));

    /// <summary>This turn, and in its axes another.</summary>
    public Aim Then(in Aim inner) => new(
        Turn(inner.forward.X, inner.forward.Y, inner.forward.Z),
        Turn(inner.right.X, inner.right.Y, inner.right.Z),
        Turn(inner.down.X, inner.down.Y, inner.down.Z));
}
