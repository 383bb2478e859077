using System.Runtime.Intrinsics;
using Trucewatch.Domain.Tracks;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// The planted failure of the replay-equality check: with <c>TRUCEWATCH_CANARY=vector-sine</c> the output hash takes in
/// a sine that differs between instruction sets. It touches the hash only, never a track, a fact or the record.
/// </summary>
internal sealed class HashCanary
{
    public const string Variable = "TRUCEWATCH_CANARY";

    private HashCanary()
    {
    }

    public static HashCanary? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) == "vector-sine" ? new HashCanary() : null;

    /// <summary>A copy of the state with the platform's sine mixed into its speed.</summary>
    public TrackUpdate Disturb(in TrackUpdate state)
    {
        var disturbed = state;
        disturbed.EastMps += Vector256.Sin(Vector256.Create(state.Position.LatitudeDeg))[0];
        return disturbed;
    }
}
