using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>A jump of an identity: the last report before it, and the first after it.</summary>
internal readonly record struct Jump(ObjectIdentity Identity, Seen From, Seen To);

/// <summary>The last jumps, to find two identities that change places.</summary>
internal sealed class Jumps
{
    /// <summary>Most jumps remembered; the oldest gives way.</summary>
    public const int MaxJumps = 64;

    private readonly Jump[] jumps = new Jump[MaxJumps];
    private int count;
    private int next;

    /// <summary>Takes a jump in; the newest jump of another identity the other way, if there is one.</summary>
    public Jump? Take(in Jump jump, ConductSettings settings)
    {
        Jump? found = null;
        for (var back = 1; back <= count && found is null; back++)
        {
            ref readonly var other = ref jumps[(next - back + MaxJumps) % MaxJumps];
            if (other.Identity != jump.Identity
                && Math.Abs(jump.To.At.SecondsSince(other.To.At)) <= settings.WithinS
                && IsNear(other.From.Coast(jump.To.At), jump.To.Place, settings.SwapWithinM)
                && IsNear(jump.From.Coast(other.To.At), other.To.Place, settings.SwapWithinM))
            {
                found = other;
            }
        }

        jumps[next] = jump;
        next = (next + 1) % MaxJumps;
        count = Math.Min(count + 1, MaxJumps);
        return found;
    }

    public static bool IsNear(GeoPoint a, GeoPoint b, double metres)
    {
        var (eastM, northM) = LocalScale.At(a).Offset(a, b);
        return (eastM * eastM) + (northM * northM) <= metres * metres;
    }
}
