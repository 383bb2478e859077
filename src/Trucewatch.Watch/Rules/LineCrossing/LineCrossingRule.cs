using System.Collections.Immutable;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Detections;
using Trucewatch.Domain.Observations;
using Trucewatch.Domain.Tracks;
using Trucewatch.Geo;
using Trucewatch.Geo.Lines;
using Trucewatch.Watch.Tracking;

namespace Trucewatch.Watch.Rules.LineCrossing;

/// <summary>
/// States when an object goes over a line: surely on one side, then surely on the other, and near the line all the way.
/// Who goes round the line's end does not go over it.
/// </summary>
internal sealed class LineCrossingRule : CrossingRule
{
    // As the tracker allows before it opens a rival track.
    private const double ClockDoubtS = 2;
    private const double SigmaFactor = 6;

    private readonly ImmutableArray<Way> ways;

    private LineCrossingRule(RuleSource source, CrossingSettings settings, ImmutableArray<Way> ways)
        : base(source, settings, [.. ways.Select(way => way.Line)])
    {
        this.ways = ways;
    }

    /// <summary>One line in one direction: indexes of the survey's zones on the near and on the far side.</summary>
    private readonly record struct Way(string Line, string Direction, int Near, int Far, Region? NotAgreed);

    /// <summary>What is remembered of one track: where it stood to each line, and its last state.</summary>
    private sealed class Memory(int lines)
    {
        public TrackUpdate Last;

        public Crossing[] Crossings { get; } = new Crossing[lines];

        public bool HasLast { get; set; }
    }

    public static Rule? Compile(RuleSource source)
    {
        var problems = source.Problems.Count;
        var reader = SettingsReader.Of(source);
        var names = reader.Texts("lines");
        var direction = reader.Word("direction", "either", "left-to-right", "right-to-left", "either");
        var within = reader.Number("within_m", absent: 20_000, least: 100, most: LineBuffer.MaxWidthM);
        var settings = CrossingSettings.Read(source, reader) with { ReportFirstSeenInside = false, Restates = false };
        reader.RefuseRest();
        var readWays = ImmutableArray.CreateBuilder<Way>();
        foreach (var name in names)
        {
            if (source.Line(name.Text) is not { } line)
            {
                source.Refuse(name.Line, $"lines: expected one of {source.LineIds}, got '{name.Text}'");
                continue;
            }

            var zones = LineBuffer.Build(line.Points.AsSpan(), within, within);
            var left = source.Watch(Beside(line, "left", zones.Left!));
            var right = source.Watch(Beside(line, "right", zones.Right!));
            var open = NotAgreed(line, within);
            if (direction != "right-to-left")
            {
                readWays.Add(new Way(line.Id, "left-to-right", left, right, open));
            }

            if (direction != "left-to-right")
            {
                readWays.Add(new Way(line.Id, "right-to-left", right, left, open));
            }
        }

        return source.Problems.Count == problems
            ? new LineCrossingRule(source, settings, readWays.ToImmutable())
            : null;
    }

    public override object? Remember(in Actor actor, ObjectClass kind) =>
        Settings.Who.Includes(in actor, kind) ? new Memory(ways.Length) : null;

    /// <summary>
    /// Where an identity is used by two, late fixes can put the tracks together anew, so that what was the track of one
    /// is that of the other. Nobody made the way between the two: the track is first seen where it is now.
    /// </summary>
    public override TrackStance OnTrack(in TrackSight sight, object memory, RuleVoice voice)
    {
        var own = (Memory)memory;
        if (own.HasLast && !IsOneWay(in own.Last, in sight.Update))
        {
            Array.Clear(own.Crossings);
        }

        (own.Last, own.HasLast) = (sight.Update, true);
        return base.OnTrack(in sight, own.Crossings, voice);
    }

    /// <summary>True when one object can have made the way from a state to a later one.</summary>
    private static bool IsOneWay(in TrackUpdate from, in TrackUpdate to)
    {
        var (eastM, northM) = LocalScale.At(from.Position).Offset(from.Position, to.Position);
        var (a, b) = (from.PositionError, to.PositionError);
        var seconds = to.At.SecondsSince(from.At) + ClockDoubtS;
        var reachM = (Motion.Of(to.Class).MaxSpeedMps * seconds)
            + (SigmaFactor * Math.Sqrt(a.EastM2 + a.NorthM2 + b.EastM2 + b.NorthM2));
        return (eastM * eastM) + (northM * northM) <= reachM * reachM;
    }

    protected override ZonePlace Locate(in TrackSight sight, int index)
    {
        var (near, far) = (sight.Survey.Locate(ways[index].Near), sight.Survey.Locate(ways[index].Far));

        // Outside the far side means on the near one here; off the line's ends it is neither.
        return far with { PAtMost = Math.Max(far.PInside, 1 - near.PInside) };
    }

    protected override bool IsLost(in TrackSight sight, int index) =>
        sight.Survey.Locate(ways[index].Near).PAtMost + sight.Survey.Locate(ways[index].Far).PAtMost < Settings.PLeave;

    protected override bool UsesSurvey => false;

    protected override CrossingWord WordOf(
        DetectionKind kind, in TrackSight sight, int index, in Crossing crossing, in Moment at) => kind switch
        {
            DetectionKind.Entered => new(
                DetectionKind.Crossed, Crossed(index, in at), [new Detail("direction", ways[index].Direction)]),
            _ => new(kind, DeterminationOf(kind)),
        };

    /// <summary>Where the line's course is not agreed, nobody can say that it was crossed.</summary>
    private Determination Crossed(int index, in Moment at) =>
        ways[index].NotAgreed is { } open && open.Locate(at.Position, at.Error).PInside >= Settings.PLeave
            ? Determination.Undetermined
            : Determination.Breach;

    private static Region? NotAgreed(AgreementLine line, double withinM)
    {
        if (line.NotAgreed is not { } stretches)
        {
            return null;
        }

        var widths = new SideWidths[line.Points.Length - 1];
        foreach (var stretch in stretches)
        {
            widths.AsSpan(stretch.FromPoint - 1, stretch.ToPoint - stretch.FromPoint)
                .Fill(new SideWidths(withinM, withinM));
        }

        return LineBuffer.Build(line.Points.AsSpan(), widths).Union;
    }

    private static Zone Beside(AgreementLine line, string side, Region region) => new(
        $"{line.Id}/{side}", line.Name, ZoneKind.Land, null, $"{side} of line {line.Id}", region, null, line.SigmaM);
}
