using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.Profiles;

namespace Trucewatch.Feeds.Tle;

/// <summary>
/// Judges frames of orbits, and gives no observation: an orbit is a forecast of where somebody's satellite will be, and
/// not that anything was seen.
/// </summary>
internal sealed class TleDecoder : IFrameDecoder, IProfiled
{
    private readonly TleReader reader = new();

    /// <inheritdoc/>
    public void ForgetProfile() => reader.Forget();

    /// <inheritdoc/>
    public FrameFault Decode(in FrameView frame, ObservationBuffer output, LateFaults late) =>
        reader.Read(in frame, late, out _);
}
