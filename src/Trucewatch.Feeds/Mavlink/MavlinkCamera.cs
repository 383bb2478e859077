using Trucewatch.Domain.Looks;
using Trucewatch.Geo;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>Where a camera's picture lies on flat ground.</summary>
internal static class MavlinkCamera
{
    /// <summary>Flattest line of sight that is taken to the ground: its sine, of five degrees.</summary>
    public const double LeastSine = 0.0871557427476582;

    /// <summary>Farthest corner in metres.</summary>
    public const double MaxRangeM = 20_000;

    /// <summary>Latitude beyond which a flat plane of east and north does not hold.</summary>
    public const double MaxLatitudeDeg = 85;

    /// <summary>Widest field of view in degrees.</summary>
    public const double MaxFieldDeg = 150;

    /// <summary>
    /// The corners of a picture, from its upper left on; false where a corner lies at or near the horizon, or the
    /// attitude is none.
    /// </summary>
    /// <param name="camera">Where the camera is.</param>
    /// <param name="heightM">Height of the camera over the ground.</param>
    /// <param name="attitude">Quaternion from the camera's axes (ahead, right, down) to north, east, down.</param>
    /// <param name="fieldDeg">Horizontal and vertical field of view.</param>
    /// <param name="corners">The corners.</param>
    public static bool TryCorners(
        GeoPoint camera,
        double heightM,
        ReadOnlySpan<float> attitude,
        (double Width, double Height) fieldDeg,
        ref LookCorners corners)
    {
        double w = attitude[0], x = attitude[1], y = attitude[2], z = attitude[3];
        var norm = (w * w) + (x * x) + (y * y) + (z * z);
        // A comparison with NaN is false, so that NaN is refused, too.
        if (!(norm > 0.8 && norm < 1.25 && heightM > 0 && fieldDeg.Width > 0 && fieldDeg.Width <= MaxFieldDeg
            && fieldDeg.Height > 0 && fieldDeg.Height <= MaxFieldDeg
            && Math.Abs(camera.LatitudeDeg) < MaxLatitudeDeg))
        {
            return false;
        }

        var plane = LocalScale.At(camera);
        var right = Elementary.Tan(Elementary.DegreesToRadians(fieldDeg.Width / 2));
        var down = Elementary.Tan(Elementary.DegreesToRadians(fieldDeg.Height / 2));
        for (var corner = 0; corner < LookCorners.Count; corner++)
        {
            // Upper left, upper right, lower right, lower left.
            var b = corner is 1 or 2 ? right : -right;
            var c = corner is 2 or 3 ? down : -down;
            var north = norm - (2 * ((y * y) + (z * z)))
                + (2 * b * ((x * y) - (w * z))) + (2 * c * ((x * z) + (w * y)));
            var east = (b * (norm - (2 * ((x * x) + (z * z)))))
                + (2 * ((x * y) + (w * z))) + (2 * c * ((y * z) - (w * x)));
            var below = (c * (norm - (2 * ((x * x) + (y * y)))))
                + (2 * ((x * z) - (w * y))) + (2 * b * ((y * z) + (w * x)));
            var length = norm * Math.Sqrt(1 + (b * b) + (c * c));
            if (below < LeastSine * length || heightM * length / below > MaxRangeM)
            {
                return false;
            }

            corners[corner] = plane.Move(camera, heightM * east / below, heightM * north / below);
        }

        return true;
    }
}
