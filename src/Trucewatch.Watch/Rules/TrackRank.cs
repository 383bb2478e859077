using Trucewatch.Domain;
using Trucewatch.Domain.Observations;

namespace Trucewatch.Watch.Rules;

/// <summary>
/// The order of tracks where one has to come first. Numbers of tracks are no such order: those that are opened at one
/// receive time are numbered as the record has them, and an installation's key permutes them. Who was seen earlier
/// comes first; at one time whoever tells who it is, by identity, then what sensors see, in the order in which the
/// picture, which is stepped after all of a receive time, showed it.
/// </summary>
/// <param name="Since">Receive time at which rules first saw it.</param>
/// <param name="Identity">What it calls itself.</param>
/// <param name="Branch">Which of the rival tracks of the identity.</param>
/// <param name="Seen">Of what sensors see: its number among these; else 0.</param>
internal readonly record struct TrackRank(Instant Since, ObjectIdentity Identity, int Branch, int Seen)
    : IComparable<TrackRank>
{
    /// <inheritdoc/>
    public int CompareTo(TrackRank other)
    {
        var order = Since.UnixMicroseconds.CompareTo(other.Since.UnixMicroseconds);
        order = order != 0 ? order : Seen.CompareTo(other.Seen);
        order = order != 0 ? order : Identity.Scheme.CompareTo(other.Identity.Scheme);
        order = order != 0 ? order : Identity.Number.CompareTo(other.Identity.Number);
        order = order != 0 ? order : string.CompareOrdinal(Identity.Text, other.Identity.Text);
        return order != 0 ? order : Branch.CompareTo(other.Branch);
    }
}
