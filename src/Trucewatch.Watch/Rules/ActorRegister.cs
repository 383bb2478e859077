using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules;

/// <summary>Who an identity is, as far as the agreement's registers tell.</summary>
/// <param name="Name">Text of the identity, for example <c>mmsi:237000001</c>.</param>
/// <param name="Party">Party, or null.</param>
/// <param name="Role">Role, or null when no register names it.</param>
/// <param name="Class">Class to assume where the feed does not say.</param>
internal readonly record struct Actor(string Name, string? Party, string? Role, ObjectClass Class);

/// <summary>Looks identities up; the first entry that matches counts.</summary>
internal sealed class ActorRegister(ImmutableArray<ActorEntry> entries)
{
    public Actor Find(ObjectIdentity identity)
    {
        var name = identity.ToString();
        var text = name.AsSpan(name.IndexOf(':', StringComparison.Ordinal) + 1);
        foreach (var entry in entries)
        {
            if (entry.Scheme == identity.Scheme && Matches(entry.Pattern, text))
            {
                return new Actor(name, entry.Party, entry.Role, entry.Class);
            }
        }

        return new Actor(name, null, null, ObjectClass.Unknown);
    }

    /// <summary>Looks up an identity as a report writes it, such as <c>cot:WEST-7</c>; null when none fits.</summary>
    public Actor? Find(string identity)
    {
        var at = identity.IndexOf(':', StringComparison.Ordinal);
        var scheme = (at < 0 ? "" : identity[..at]) switch
        {
            "mmsi" => IdentityScheme.Mmsi,
            "icao" => IdentityScheme.Icao,
            "cot" => IdentityScheme.CotUid,
            _ => IdentityScheme.None,
        };
        foreach (var entry in entries)
        {
            if (scheme != IdentityScheme.None && entry.Scheme == scheme
                && Matches(entry.Pattern, identity.AsSpan(at + 1)))
            {
                return new Actor(identity, entry.Party, entry.Role, entry.Class);
            }
        }

        return null;
    }

    /// <summary>True when the text is the pattern; a trailing <c>*</c> stands for any rest.</summary>
    public static bool Matches(string pattern, ReadOnlySpan<char> text) =>
        pattern.EndsWith('*')
            ? text.StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
            : text.SequenceEqual(pattern);
}
