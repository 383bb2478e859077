using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds.ModeS;
using Trucewatch.Tests.House;
using Xunit;

namespace Trucewatch.Feeds.Mavlink;

/// <summary>A recording of a drone's flight, and packets as another program decoded them.</summary>
public sealed class MavlinkCorpusTests
{
    // The 85th is what the program itself sent, without a checksum.
    private const int DecodedPackets = 84;
    private const int Command = 76;

    [Fact]
    public void EveryPacketOfTheRecordingIsReadAndItsFlightIsSmooth()
    {
        var bytes = File.ReadAllBytes(RepositoryTree.CorpusFile("formats/mavlink/mavlink-v2-3412-packets.bin"));
        var decoded = FeedRun.Decode(MavlinkFormat.Format, bytes);
        var printed = FeedRun.Print(MavlinkFormat.Format, bytes);
        Assert.Equal("3412 frames, 505 observations, ", decoded.ToString());
        Assert.Equal(3412, printed.Lines.Count);
        // What it is stands in its heartbeats, and the first of them is not the first packet.
        var first = decoded.Observations.FindIndex(seen => seen.Class == ObjectClass.Drone);
        Assert.InRange(first, 1, 60);
        Assert.All(decoded.Observations[first..], seen => Assert.Equal(ObjectClass.Drone, seen.Class));
        foreach (var (from, to) in decoded.Observations.Zip(decoded.Observations.Skip(1)))
        {
            Assert.InRange(Geo.Geodesics.Geodesic.Inverse(from.Position, to.Position).DistanceM, 0, 10);
        }
    }

    /// <summary>
    /// The other program states each packet's length and checksum: the fields that it names, written by our layouts,
    /// must give both, and read again say the same.
    /// </summary>
    [Fact]
    public void WhatAnotherProgramDecodedHasItsLengthAndChecksumAgain()
    {
        var deviations = new List<string>();
        var packets = Packets();
        Assert.Equal(DecodedPackets, packets.Count);
        Assert.Equal(1, packets.Count(packet => packet.Id == Command));
        foreach (var packet in packets.Where(packet => packet.Id != Command))
        {
            deviations.AddRange(Deviations(packet));
        }

        Assert.True(deviations.Count == 0, string.Join('\n', deviations));
    }

    [Fact]
    public void AChangedValueIsSeen()
    {
        var packet = Packets().First(packet => packet.Id == 33);
        Assert.Empty(Deviations(packet));
        packet.Fields["lat"] = (-353_632_619).ToString(CultureInfo.InvariantCulture);
        Assert.NotEmpty(Deviations(packet));
    }

    private static IEnumerable<string> Deviations(DecodedPacket packet)
    {
        var layout = MavlinkMessages.Find(packet.Id)!;
        var values = new List<(string, double)>();
        foreach (var (name, text) in packet.Fields)
        {
            var field = layout.Fields.Single(field => Plain(field.Name) == Plain(name));
            values.AddRange(text.Split(',').Select((one, at) => (
                field.Count > 0 ? FormattableString.Invariant($"{field.Name}[{at}]") : field.Name,
                double.Parse(one, CultureInfo.InvariantCulture))));
        }

        if (layout.Fields.Length != packet.Fields.Count)
        {
            yield return $"{layout.Name}: expected {packet.Fields.Count} fields, got {layout.Fields.Length}";
        }

        var to = new ArrayBufferWriter<byte>();
        MavlinkEncoder.Write(
            to, MavlinkFraming.Version2, layout.Name, MavlinkEncoder.Content(layout.Name, [.. values]),
            packet.System, packet.Sequence);
        var written = to.WrittenSpan.ToArray();
        var (length, sum) = (written[1], written[^2] | (written[^1] << 8));
        if (length != packet.Length || sum != packet.Checksum)
        {
            yield return FormattableString.Invariant(
                $"{layout.Name}: expected {packet.Length} {packet.Checksum:x4}, got {length} {sum:x4}");
        }

        using var json = JsonDocument.Parse(Assert.Single(FeedRun.Print(MavlinkFormat.Format, written).Lines));
        foreach (var (name, value) in values.Where(value => !value.Item1.Contains('[')))
        {
            if (json.RootElement.GetProperty(name).GetDouble() != value
                && (float)json.RootElement.GetProperty(name).GetDouble() != (float)value)
            {
                yield return $"{layout.Name}.{name}: expected {value}";
            }
        }
    }

    private static string Plain(string name) =>
        name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static List<DecodedPacket> Packets()
    {
        var text = File.ReadAllText(RepositoryTree.CorpusFile("formats/mavlink/decoded.txt"));
        var packets = new List<DecodedPacket>();
        foreach (Match match in Regex.Matches(
            text,
            @"sysid: (\d+), compid: 1, msgid: (\d+), seq: (\d+), plen: (\d+), crc: 0x(\w+)\)\r?\n\w+ \{(.*?)\}",
            RegexOptions.Singleline,
            TimeSpan.FromSeconds(10)))
        {
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (Match field in Regex.Matches(
                match.Groups[6].Value,
                @"(\w+): (?:\[([^\]]*)\]|([-\w.+]+))",
                RegexOptions.None,
                TimeSpan.FromSeconds(10)))
            {
                var value = field.Groups[2].Success ? field.Groups[2].Value : field.Groups[3].Value.TrimEnd('n');
                fields[field.Groups[1].Value] = value;
            }

            int Number(int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
            packets.Add(new DecodedPacket(
                (byte)Number(1), Number(2), (byte)Number(3), Number(4), Convert.ToInt32(match.Groups[5].Value, 16),
                fields));
        }

        return packets;
    }

    private sealed record DecodedPacket(
        byte System, int Id, byte Sequence, int Length, int Checksum, Dictionary<string, string> Fields);
}
