using Trucewatch.Domain;
using Trucewatch.Domain.Observations;
using Trucewatch.Geo;

namespace Trucewatch.Watch.Rules.IdentityConduct;

/// <summary>What is remembered of an identity, whichever of its rival tracks it is heard on.</summary>
internal sealed class FollowedIdentity(ObjectIdentity identity)
{
    private readonly Instant[] said = NeverSaid();

    public ObjectIdentity Identity { get; } = identity;

    /// <summary>The newest report; of no use before the first.</summary>
    public Seen Last { get; private set; }

    public bool HasLast { get; private set; }

    /// <summary>Place in the order of tracks of the one by which it was first heard.</summary>
    public TrackRank Rank { get; set; }

    /// <summary>Number of its tracks that are followed.</summary>
    public int Tracks { get; set; }

    /// <summary>Times in a row that it went over from one rival track to another, each soon after the last.</summary>
    public int Switches { get; private set; }

    /// <summary>In which look at the area's steps it was counted.</summary>
    public int CountedIn { get; set; }

    /// <summary>The track that it was heard on before the one it is heard on now.</summary>
    public FollowedTrack? Other { get; private set; }

    /// <summary>Reports in a row on the track that it is heard on now.</summary>
    public int Run { get; private set; }

    /// <summary>Reports in a row on the other track before them.</summary>
    public int RunBefore { get; private set; }

    /// <summary>The first of them.</summary>
    public Seen FirstOfRun { get; private set; }

    /// <summary>The last report on the other track before them.</summary>
    public Seen BeforeRun { get; private set; }

    private FollowedTrack? lastTrack;
    private Instant switchedAt = Instant.Beginning;

    /// <summary>Notes a report; true when it goes over to another of its tracks.</summary>
    public bool Note(in Seen seen, FollowedTrack track, double withinS)
    {
        var goesOver = HasLast && track != lastTrack;
        if (goesOver)
        {
            Switches = seen.At.SecondsSince(switchedAt) > withinS ? 1 : Switches + 1;
            switchedAt = seen.At;
            (Other, RunBefore, Run, FirstOfRun, BeforeRun) = (lastTrack, Run, 0, seen, Last);
        }

        Run++;
        (Last, HasLast, lastTrack) = (seen, true, track);
        return goesOver;
    }

    /// <summary>True when the pattern may be stated: not stated before, or long ago.</summary>
    public bool MaySay(ConductPattern pattern, Instant at, double restateS)
    {
        if (at.SecondsSince(said[(int)pattern]) <= restateS)
        {
            return false;
        }

        said[(int)pattern] = at;
        return true;
    }

    private static Instant[] NeverSaid()
    {
        var never = new Instant[Enum.GetValues<ConductPattern>().Length];
        Array.Fill(never, Instant.Beginning);
        return never;
    }
}

/// <summary>What is remembered of one track.</summary>
internal sealed class FollowedTrack(CircleWindow circle)
{
    public FollowedIdentity? Whose { get; set; }

    public int Fixes { get; set; }

    /// <summary>The report with which it began.</summary>
    public Seen First { get; set; }

    public CircleWindow Circle { get; } = circle;

    public ToldMotion Told;
}
