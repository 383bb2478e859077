using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Adjudication;
using Trucewatch.Reports.Release;

namespace Trucewatch.Server.Access;

/// <summary>A person who is signed in.</summary>
/// <param name="Name">Names it in the record of custody; it tells nothing of its token.</param>
/// <param name="By">Who.</param>
/// <param name="Until">When the session ends by itself.</param>
/// <param name="Cut">Cancelled when the session ends, so that open sockets and streams end with it.</param>
internal sealed record Session(
    string Name, Asker By, DateTimeOffset Until, CancellationTokenSource Cut)
{
    /// <summary>How the person is told.</summary>
    public Audience Audience { get; } = Audience.Of(By);

    /// <summary>How the record names it where somebody signs in: that act says whose session it is.</summary>
    public string Item => ItemOf(Name);

    /// <summary>How the record names the session of a name.</summary>
    public static string ItemOf(string name) => "session:" + name;
}

/// <summary>
/// One-time sign-in links and the sessions they open. Tokens are 256 random bits; only their digests are kept, and they
/// are compared as a whole, so that neither memory nor timing gives one away.
/// </summary>
internal sealed class SignIn(TimeProvider time)
{
    public const string CookieName = "trucewatch-session";
    public const int MaxSessions = 64;

    /// <summary>Most sessions that one person has through the identity provider.</summary>
    public const int MaxOwnSessions = 8;

    public static readonly TimeSpan LinkLife = TimeSpan.FromMinutes(10);
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(12);

    /// <summary>Whoever starts the service: the first watch officer, of no nation but the mission.</summary>
    public static readonly Asker Operator = new(new Author("operator", Role.WatchOfficer, AccessPolicy.Mission));

    private readonly Lock gate = new();
    private readonly Dictionary<string, (Asker By, DateTimeOffset Until)> links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Session> sessions = new(StringComparer.Ordinal);

    /// <summary>A new link's token for a person.</summary>
    public string NewLink(Asker by)
    {
        var token = NewToken();
        lock (gate)
        {
            links[Digest(token)] = (by, time.GetUtcNow() + LinkLife);
        }

        return token;
    }

    /// <summary>Swaps a link's token for a session's; null when it is unknown, used or too old.</summary>
    public string? Redeem(string? token)
    {
        lock (gate)
        {
            DropOld();
            var digest = token is null ? "" : Digest(token);
            if (!links.Remove(digest, out var link) || link.Until < time.GetUtcNow() || sessions.Count >= MaxSessions)
            {
                return null;
            }

            return Begin(link.By);
        }
    }

    /// <summary>
    /// Opens a session for a person whom the identity provider vouched for; null when there are too many. Whoever
    /// signs in again and again ends the oldest session of their own, and takes no place from others.
    /// </summary>
    public string? Open(Asker by)
    {
        Session? oldest = null;
        string? session = null;
        lock (gate)
        {
            DropOld();
            var own = sessions.Where(known => known.Value.By.Who.Person == by.Who.Person)
                .OrderBy(known => known.Value.Until).ToList();
            if (own.Count >= MaxOwnSessions)
            {
                oldest = own[0].Value;
                sessions.Remove(own[0].Key);
            }

            session = sessions.Count < MaxSessions ? Begin(by) : null;
        }

        oldest?.Cut.Cancel();
        return session;
    }

    /// <summary>The session of a cookie, or null.</summary>
    public Session? Find(string? cookie)
    {
        if (string.IsNullOrEmpty(cookie))
        {
            return null;
        }

        lock (gate)
        {
            return sessions.TryGetValue(Digest(cookie), out var session) && session.Until >= time.GetUtcNow()
                ? session
                : null;
        }
    }

    /// <summary>Ends a session and everything that is open under it.</summary>
    public void End(string? cookie)
    {
        Session? session;
        lock (gate)
        {
            if (string.IsNullOrEmpty(cookie) || !sessions.Remove(Digest(cookie), out session))
            {
                return;
            }
        }

        session.Cut.Cancel();
    }

    /// <summary>
    /// Ends every session that is picked, with everything open under it, and takes back the links of the same people.
    /// </summary>
    public void EndAll(Func<Author, bool> isMeant)
    {
        List<Session> ended;
        lock (gate)
        {
            foreach (var (digest, _) in links.Where(link => isMeant(link.Value.By.Who)).ToList())
            {
                links.Remove(digest);
            }

            var cut = sessions.Where(known => isMeant(known.Value.By.Who)).ToList();
            cut.ForEach(known => sessions.Remove(known.Key));
            ended = [.. cut.Select(known => known.Value)];
        }

        ended.ForEach(session => session.Cut.Cancel());
    }

    /// <summary>256 random bits as URL-safe text.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private void DropOld()
    {
        foreach (var (old, _) in sessions.Where(known => known.Value.Until < time.GetUtcNow()).ToList())
        {
            sessions.Remove(old);
        }
    }

    private string Begin(Asker by)
    {
        var session = NewToken();
        sessions[Digest(session)] = new Session(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)),
            by, time.GetUtcNow() + SessionLife, new CancellationTokenSource(SessionLife, time));
        return session;
    }

    private static string Digest(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
