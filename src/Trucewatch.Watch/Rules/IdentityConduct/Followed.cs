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

    /// <summary>Number of its tracks that are followed.</summary>
    public int Tracks { get; set; }

    /// <summary>Times in a row that it went over from one rival track to another, each soon after the last.</summary>
    public int Switches { get; private set; }

    /// <summary>In which look at the area's steps it was counted.</summary>
    public int CountedIn { get; set; }

    private int lastBranch;
    private Instant switchedAt = Instant.Beginning;

    /// <summary>Notes a report; true when it goes over to another of its tracks.</summary>
    public bool Note(in Seen seen, int branch, double withinS)
    {
        var goesOver = HasLast && branch != lastBranch;
        if (goesOver)
        {
            Switches = seen.At.SecondsSince(switchedAt) > withinS ? 1 : Switches + 1;
            switchedAt = seen.At;
        }

        (Last, HasLast, lastBranch) = (seen, true, branch);
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

    /// <summary>The identity's report before that, on another track.</summary>
    public Seen Before { get; set; }

    public CircleWindow Circle { get; } = circle;

    public ToldMotion Told;
}
