using System.Security.Cryptography;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Access;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Custody;

/// <summary>Notes which session looked at which item, once for each pair: an act of custody.</summary>
internal sealed class ViewDesk(IPictureStore store, FloorClock clock)
{
    /// <summary>Most pairs that are remembered; after that a second look may be noted again.</summary>
    public const int MostRemembered = 65_536;

    private const string Middle = ", session ";

    private readonly HashSet<(string Session, string Item)> seen = [];
    private readonly Lock gate = new();

    /// <summary>Notes a look at an item.</summary>
    public void Note(Session session, string item)
    {
        lock (gate)
        {
            if (!seen.Add((session.Name, item)))
            {
                return;
            }

            if (seen.Count > MostRemembered)
            {
                seen.Clear();
            }
        }

        store.AddAct(
            ActJson.Write(new Act(
                ActKind.Viewed, clock.Now, $"{session.Audience.Id}{Middle}{session.Name}", null, [item])),
            RandomNumberGenerator.GetBytes(32));
    }

    /// <summary>The item of the session that an act of looking names, or null: it names somebody else.</summary>
    public static string? SessionItem(string by) =>
        by.IndexOf(Middle, StringComparison.Ordinal) is >= 0 and var at ? Session.ItemOf(by[(at + Middle.Length)..])
            : null;
}
