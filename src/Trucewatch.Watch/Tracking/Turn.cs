using Trucewatch.Geo;

namespace Trucewatch.Watch.Tracking;

/// <summary>A turn of known rate for a known time: how it moves a place and rotates a velocity.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="Way">Way made for each unit of velocity, in seconds.</param>
/// <param name="Rotation">How the velocity is turned.</param>
internal readonly record struct Turn(double Seconds, Block Way, Block Rotation)
{
    /// <summary>The turn with a rate in degrees a second, clockwise as courses are.</summary>
    public static Turn Of(double seconds, double rateDegPerS)
    {
        if (rateDegPerS == 0)
        {
            return new Turn(seconds, Block.Diagonal(seconds), Block.Diagonal(1));
        }

        var rate = Elementary.DegreesToRadians(rateDegPerS);
        var (sin, cos) = Elementary.SinCos(rate * seconds);
        var along = sin / rate;
        var across = (1 - cos) / rate;
        return new Turn(seconds, new Block(along, across, -across, along), new Block(cos, sin, -sin, cos));
    }
}
