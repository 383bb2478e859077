using System.Buffers.Binary;

namespace Trucewatch.Feeds.Gmti;

/// <summary>
/// What mission and job segments said before, because dwells only cite them: the day that times count from, and how
/// exact the radar is. The one heard first is forgotten when there are too many.
/// </summary>
internal sealed class GmtiMissions
{
    /// <summary>Most missions remembered, and most jobs.</summary>
    public const int MaxRemembered = 64;

    /// <summary>Value of a day that is not known.</summary>
    public const long NoDay = long.MinValue;

    private readonly Mission[] missions = new Mission[MaxRemembered];
    private readonly Job[] jobs = new Job[MaxRemembered];
    private int missionCount;
    private int jobCount;
    private int nextMission;
    private int nextJob;

    /// <summary>Notes the day of a mission.</summary>
    public void Note(in GmtiPacket packet, in GmtiMission mission)
    {
        var key = KeyOf(packet);
        var place = IndexOfMission(key);
        if (place < 0)
        {
            place = nextMission;
            nextMission = (nextMission + 1) % MaxRemembered;
            missionCount = Math.Max(missionCount, place + 1);
        }

        missions[place] = new Mission(key, mission.DayUs);
    }

    /// <summary>Notes how exact a job's radar is.</summary>
    public void Note(in GmtiPacket packet, in GmtiJob job)
    {
        var key = KeyOf(packet);
        var place = IndexOfJob(key, job.Id);
        if (place < 0)
        {
            place = nextJob;
            nextJob = (nextJob + 1) % MaxRemembered;
            jobCount = Math.Max(jobCount, place + 1);
        }

        jobs[place] = new Job(key, job.Id, GmtiAccuracy.Of(job));
    }

    /// <summary>The day that a packet's dwell times count from, in Unix microseconds, or <see cref="NoDay"/>.</summary>
    public long DayUs(in GmtiPacket packet)
    {
        var place = IndexOfMission(KeyOf(packet));
        return place < 0 ? NoDay : missions[place].DayUs;
    }

    /// <summary>How exact the radar of a packet's job is; nothing is known of a job that was not heard of.</summary>
    public GmtiAccuracy Accuracy(in GmtiPacket packet)
    {
        var place = IndexOfJob(KeyOf(packet), packet.JobId);
        return place < 0 ? GmtiAccuracy.NotKnown : jobs[place].Accuracy;
    }

    private static Key KeyOf(in GmtiPacket packet) => new(
        BinaryPrimitives.ReadUInt64BigEndian(packet.Platform),
        BinaryPrimitives.ReadUInt16BigEndian(packet.Platform[8..]),
        packet.MissionId);

    private int IndexOfMission(Key key)
    {
        for (var place = 0; place < missionCount; place++)
        {
            if (missions[place].Key == key)
            {
                return place;
            }
        }

        return -1;
    }

    private int IndexOfJob(Key key, uint id)
    {
        for (var place = 0; place < jobCount; place++)
        {
            if (jobs[place].Id == id && jobs[place].Key == key)
            {
                return place;
            }
        }

        return -1;
    }

    private readonly record struct Key(ulong PlatformBegin, ushort PlatformEnd, uint MissionId);

    private readonly record struct Mission(Key Key, long DayUs);

    private readonly record struct Job(Key Key, uint Id, GmtiAccuracy Accuracy);
}

/// <summary>Standard deviations that a job states for all of its dwells; NaN: not stated.</summary>
/// <param name="AlongTrackM">Of the sensor's place along its track, metres.</param>
/// <param name="CrossTrackM">Of the sensor's place across its track, metres.</param>
/// <param name="SlantRangeM">Of the slant range, metres.</param>
/// <param name="CrossRangeRad">Across the line of sight, radians.</param>
/// <param name="RadialVelocityMps">Of the radial velocity, metres per second.</param>
internal readonly record struct GmtiAccuracy(
    double AlongTrackM, double CrossTrackM, double SlantRangeM, double CrossRangeRad, double RadialVelocityMps)
{
    /// <summary>Nothing is stated.</summary>
    public static readonly GmtiAccuracy NotKnown = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    /// <summary>What a job states; zero is what senders write who state none.</summary>
    public static GmtiAccuracy Of(in GmtiJob job) => new(
        Stated(job.AlongTrackDm, 10),
        Stated(job.CrossTrackDm, 10),
        Stated(job.SlantRangeCm, 100),
        Geo.Elementary.DegreesToRadians(Stated(job.CrossRangeBa16, 1) * GmtiNumbers.Ba16Deg),
        Stated(job.RadialVelocityCmps, 100));

    private static double Stated(int raw, double divisor) =>
        raw is 0 or GmtiJob.NoStatement ? double.NaN : raw / divisor;
}
