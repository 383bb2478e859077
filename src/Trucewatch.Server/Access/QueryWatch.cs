using System.Collections.Immutable;
using Trucewatch.Domain;
using Trucewatch.Domain.Access;
using Trucewatch.Domain.Agreements;
using Trucewatch.Geo;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Access;

/// <summary>What somebody asked that tells where something is now.</summary>
internal enum LiveQuery
{
    /// <summary>All positions at once.</summary>
    Picture,

    /// <summary>The newest positions of one object.</summary>
    Object,

    /// <summary>The bytes of one frame.</summary>
    Frame,
}

/// <summary>A way of asking that looks like targeting.</summary>
/// <param name="Kind">What is asked.</param>
/// <param name="OfOne">True: for one and the same thing; false: for different ones.</param>
/// <param name="Count">So often within <see cref="QueryWatch.Window"/>.</param>
/// <param name="Words">What it looks like.</param>
internal sealed record QueryPattern(LiveQuery Kind, bool OfOne, int Count, string Words);

/// <summary>
/// Notices ways of asking for live positions that look like targeting rather than watching: one object near the line
/// asked for again and again, many of them one after the other, the whole picture pulled by a program, raw frames read
/// in rows. Whoever may ask is of the mission; that is who could pass it on. It stops nobody: it seals a fact, which
/// watch officers and auditors read, and people judge it.
/// </summary>
internal sealed class QueryWatch(FloorClock clock, RightsDesk rights, Agreement agreement)
{
    /// <summary>An object so near to a zone is near the line, in metres.</summary>
    public const double NearM = 20_000;

    /// <summary>Most people whose questions are remembered; the one who asked longest ago is forgotten first.</summary>
    public const int MostPeople = 1_024;

    /// <summary>Questions are counted over so long.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    /// <summary>The same way of asking is noticed again after so long, and announced for it.</summary>
    public static readonly TimeSpan OnceIn = TimeSpan.FromHours(1);

    /// <summary>
    /// The ways that are noticed. Somebody who works with the page stays far below: it asks for one object when it is
    /// clicked, for frames when a file is opened, and for the whole picture never.
    /// </summary>
    public static readonly ImmutableArray<QueryPattern> Patterns =
    [
        new(LiveQuery.Object, true, 10, "one object near the line asked for again and again"),
        new(LiveQuery.Object, false, 20, "many objects near the line asked for one after the other"),
        new(LiveQuery.Picture, true, 60, "the whole picture pulled again and again"),
        new(LiveQuery.Frame, false, 120, "raw frames read in rows"),
    ];

    private readonly Dictionary<string, Asked> people = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>What was noticed in the last hour, a line each, in the order of the people's names.</summary>
    public ImmutableArray<string> Announcements()
    {
        lock (gate)
        {
            var now = clock.Now;
            return
            [
                .. people.OrderBy(one => one.Key, StringComparer.Ordinal).SelectMany(one => Patterns
                    .Where((_, i) => one.Value.IsFresh(i, now))
                    .Select(pattern => $"{one.Key}: questions that look like targeting: {pattern.Words}")),
            ];
        }
    }

    /// <summary>Notes a question for what is so now; of the past nobody is told where something is.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="kind">What for.</param>
    /// <param name="item">Of what, for example <c>track:T-000007</c>.</param>
    /// <param name="place">Where it was last, or null: it has no place of its own.</param>
    public void Note(Session session, LiveQuery kind, string item, GeoPoint? place = null)
    {
        if (place is { } known && !IsNear(known))
        {
            return;
        }

        lock (gate)
        {
            var (now, who) = (clock.Now, session.By.Who);
            var asked = Of(who.Person);
            asked.Add(now, kind, item);
            for (var i = 0; i < Patterns.Length; i++)
            {
                var pattern = Patterns[i];
                if (pattern.Kind != kind || asked.IsFresh(i, now) || asked.CountOf(pattern, item) < pattern.Count)
                {
                    continue;
                }

                asked.Notice(i, now);
                rights.NoteQueries(who, pattern.OfOne ? item : null, FormattableString.Invariant(
                    $"{pattern.Words}: {asked.CountOf(pattern, item)} in {Window.TotalMinutes} minutes"));
            }
        }
    }

    private bool IsNear(GeoPoint place) =>
        agreement.Zones.Any(zone => zone.Region.SignedDistanceM(place) >= -NearM);

    private Asked Of(string person)
    {
        if (!people.TryGetValue(person, out var asked))
        {
            if (people.Count >= MostPeople)
            {
                people.Remove(people.MinBy(one => (one.Value.Last, one.Key)).Key);
            }

            people[person] = asked = new Asked();
        }

        return asked;
    }

    /// <summary>What one person asked within the window.</summary>
    private sealed class Asked
    {
        // Of each kind by itself, and more than any pattern asks for: questions of one kind push out none of another,
        // and so many of one kind are noticed before they push out its own.
        private const int MostHeld = 256;

        private readonly Queue<(Instant At, string Item)>[] questions =
            [.. Enum.GetValues<LiveQuery>().Select(_ => new Queue<(Instant, string)>())];
        private readonly Instant?[] noticed = new Instant?[Patterns.Length];

        public Instant Last { get; private set; }

        public bool IsFresh(int pattern, Instant now) => noticed[pattern] is { } at && now - at < OnceIn;

        public void Notice(int pattern, Instant now) => noticed[pattern] = now;

        public void Add(Instant now, LiveQuery kind, string item)
        {
            Last = now;
            var own = questions[(int)kind];
            own.Enqueue((now, item));
            while (own.Count > MostHeld || now - own.Peek().At >= Window)
            {
                own.Dequeue();
            }
        }

        public int CountOf(QueryPattern pattern, string item) => pattern.OfOne
            ? questions[(int)pattern.Kind].Count(one => one.Item == item)
            : questions[(int)pattern.Kind].Select(one => one.Item).Distinct(StringComparer.Ordinal).Count();
    }
}
