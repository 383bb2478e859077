using System.Collections.Immutable;
using Trucewatch.Geo;
using Trucewatch.Geo.Locating;

namespace Trucewatch.Watch.Blasts;

/// <summary>
/// Finds shellings by one camera with a microphone: each flash has its sound, all by the same delay, as all rounds fall
/// near one place. Of a single flash and a single sound the delay is what lies between them.
/// </summary>
internal static class FlashFinder
{
    // Rounds scatter, so that delays do.
    private const double SameDelayS = 0.5;

    /// <summary>Finds the shelling that a camera shows, or null.</summary>
    /// <param name="flashes">The flashes that it saw, in order of time, each with a bearing.</param>
    /// <param name="sounds">What it heard, in order of time.</param>
    /// <param name="indexes">Numbers of the flashes, then of the sounds, in what is held.</param>
    /// <param name="medium">How fast sound travels.</param>
    /// <param name="limits">What may be stated of a place.</param>
    public static FoundShelling? Find(
        ReadOnlySpan<Flash> flashes, ReadOnlySpan<Onset> sounds, ReadOnlySpan<int> indexes, WaveMedium medium,
        LocatingLimits limits)
    {
        var mostS = Math.Min(FlashToBang.MaxRangeM, limits.RangeM) / medium.SoundMps;
        var (delayS, best) = (0.0, 0);
        foreach (var flash in flashes)
        {
            foreach (var sound in sounds)
            {
                var triedS = sound.TimeS - flash.TimeS;
                var count = triedS > 0 && triedS <= mostS ? Pairs(flashes, sounds, triedS).Count : 0;
                (delayS, best) = count > best ? (triedS, count) : (delayS, best);
            }
        }

        // Several flashes and sounds of which only one pair fits say nothing: any flash and any sound do.
        if (best == 0 || (best == 1 && (flashes.Length > 1 || sounds.Length > 1)))
        {
            return null;
        }

        var pairs = Pairs(flashes, sounds, delayS);
        var (sumS, east, north, sigmaS, sigmaDeg) = (0.0, 0.0, 0.0, 0.0, 0.0);
        foreach (var (flash, sound) in pairs)
        {
            var (sin, cos) = Elementary.SinCosDegrees(flashes[flash].BearingDeg);
            (east, north) = (east + sin, north + cos);
            sumS += sounds[sound].TimeS - flashes[flash].TimeS;
            sigmaS = Math.Max(sigmaS, Elementary.Hypot(flashes[flash].SigmaS, sounds[sound].SigmaS));
            sigmaDeg = Math.Max(sigmaDeg, flashes[flash].BearingSigmaDeg);
        }

        var bearing = Elementary.RadiansToDegrees(Elementary.Atan2(east, north));
        var range = FlashToBang.Locate(
            flashes[0].Camera, bearing, sigmaDeg, sumS / pairs.Count, sigmaS, medium, limits);
        var (first, last) = (flashes[pairs[0].Flash].TimeS, flashes[pairs[^1].Flash].TimeS);
        var source = new LocatedSource
        {
            Refusal = range.Refusal, Place = range.Place, Error = range.Error, Ellipse = range.Ellipse, TimeS = first,
        };
        var used = ImmutableArray.CreateBuilder<int>();
        foreach (var (flash, sound) in pairs)
        {
            used.Add(indexes[flash]);
            used.Add(indexes[flashes.Length + sound]);
        }

        used.Sort();
        return new FoundShelling(
            source, range.Place ?? flashes[0].Camera, first, last, pairs.Count,
            Math.Max(flashes.Length, pairs.Count), used.ToImmutable());
    }

    /// <summary>Flashes and sounds that lie a delay apart, each once, in order.</summary>
    private static List<(int Flash, int Sound)> Pairs(
        ReadOnlySpan<Flash> flashes, ReadOnlySpan<Onset> sounds, double delayS)
    {
        var pairs = new List<(int Flash, int Sound)>();
        var sound = 0;
        for (var flash = 0; flash < flashes.Length; flash++)
        {
            var dueS = flashes[flash].TimeS + delayS;
            while (sound < sounds.Length && sounds[sound].TimeS < dueS - SameDelayS)
            {
                sound++;
            }

            if (sound < sounds.Length && sounds[sound].TimeS <= dueS + SameDelayS)
            {
                pairs.Add((flash, sound));
                sound++;
            }
        }

        return pairs;
    }
}

/// <summary>A flash that a camera saw.</summary>
/// <param name="Camera">Where the camera and its microphone are.</param>
/// <param name="TimeS">When, seconds from a time that all share.</param>
/// <param name="SigmaS">Standard deviation of that time.</param>
/// <param name="BearingDeg">Where it was, degrees clockwise from north.</param>
/// <param name="BearingSigmaDeg">Standard deviation of the bearing.</param>
internal readonly record struct Flash(
    GeoPoint Camera, double TimeS, double SigmaS, double BearingDeg, double BearingSigmaDeg);
