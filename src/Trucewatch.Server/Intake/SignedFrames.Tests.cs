using System.Diagnostics;
using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Sensors;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Notes;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Envelope;
using Trucewatch.Server.Hosting;
using Xunit;

namespace Trucewatch.Server.Intake;

public sealed class SignedFramesTests : IDisposable
{
    private const string Ship = "!AIVDM,1,1,,A,15RTgt0PAso;90TKcjM8h6g208CQ,0*4A\n";

    private static readonly Instant Noon = Instant.FromUnixSeconds(1_900_000_000);
    private static readonly FeedFormat Ais = FeedFormats.Find("ais")!;

    private readonly NoteSigner first = NoteSigner.Generate("gate-1");
    private readonly NoteSigner second = NoteSigner.Generate("gate-2");
    private readonly NoteSigner stranger = NoteSigner.Generate("gate-1");

    /// <summary>
    /// Key 1 from an hour before noon to an hour after; key 2 from noon on: a rotation that overlaps.
    /// </summary>
    private SensorRegistry Registry => new(
        [
            TestSensors.Of("coast-1") with
            {
                Keys =
                [
                    new SensorKey("gate-1", [.. first.Verifier.PublicKey], Hours(-1), Hours(1), null),
                    new SensorKey("gate-2", [.. second.Verifier.PublicKey], Noon, null, null),
                ],
            },
        ],
        "");

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        stranger.Dispose();
    }

    [Fact]
    public void What_a_registered_key_signed_is_its_sensors()
    {
        var frames = new SignedFrames();
        var frame = new FrameView(default, Noon, Sign(first, 1, Noon));
        Assert.Equal(FrameFault.None, frames.Check(in frame, Ais, Registry, out var signer));
        Assert.Equal("coast-1", signer!.Id);
    }

    [Fact]
    public void No_bit_can_be_changed_and_no_byte_left_out()
    {
        var good = Sign(first, 1, Noon);
        for (var bit = 0; bit < good.Length * 8; bit++)
        {
            var changed = (byte[])good.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(FrameFault.None != Check(changed, Noon), $"bit {bit}");
        }

        for (var length = 0; length < good.Length; length++)
        {
            Assert.NotEqual(FrameFault.None, Check(good[..length], Noon));
        }
    }

    [Fact]
    public void A_batch_is_taken_once_whatever_came_between_and_a_false_one_does_not_move_the_window()
    {
        var frames = new SignedFrames();
        Assert.Equal(FrameFault.None, Check(Sign(first, 5, Noon), Noon, frames));
        Assert.Equal(FrameFault.BadSignature, Check(Sign(stranger, ulong.MaxValue, Noon), Noon, frames));
        Assert.Equal(FrameFault.Replayed, Check(Sign(first, 5, Noon), Noon, frames));
        Assert.Equal(FrameFault.None, Check(Sign(first, 4, Noon), Noon, frames));
        Assert.Equal(FrameFault.None, Check(Sign(second, 5, Noon), Noon, frames));
        Assert.Equal(FrameFault.None, Check(Sign(first, 6, Noon), Noon, frames));
        Assert.Equal(FrameFault.Replayed, Check(Sign(first, 4, Noon), Noon, frames));
    }

    [Theory]
    [InlineData(300, FrameFault.None)]
    [InlineData(-300, FrameFault.None)]
    [InlineData(300.001, FrameFault.TimeOutOfWindow)]
    [InlineData(-300.001, FrameFault.TimeOutOfWindow)]
    public void A_batch_from_another_time_is_set_aside(double receivedAfterS, FrameFault fault) =>
        Assert.Equal(fault, Check(Sign(first, 1, Noon), Noon + TimeSpan.FromSeconds(receivedAfterS)));

    [Fact]
    public void Keys_hold_in_their_time_and_two_hold_while_one_takes_over()
    {
        Assert.Equal(FrameFault.KeyNotInForce, At(first, Hours(-1.001)));
        Assert.Equal(FrameFault.None, At(first, Hours(-1)));
        Assert.Equal(FrameFault.KeyNotInForce, At(second, Hours(-0.001)));
        Assert.Equal(FrameFault.None, At(first, Hours(0.5)));
        Assert.Equal(FrameFault.None, At(second, Hours(0.5)));
        Assert.Equal(FrameFault.KeyNotInForce, At(first, Hours(1)));
        Assert.Equal(FrameFault.None, At(second, Hours(1000)));
    }

    [Fact]
    public void From_its_revocation_on_nothing_of_a_key_is_believed()
    {
        var sensor = Registry.Sensors[0];
        var revoked = new SensorRegistry(
            [sensor with { Keys = [sensor.Keys[0] with { RevokedAt = Noon }, sensor.Keys[1]] }], "");
        var before = Noon + TimeSpan.FromSeconds(-1);
        Assert.Equal(FrameFault.None, Check(Sign(first, 1, before), before, null, revoked));
        Assert.Equal(FrameFault.RevokedKey, Check(Sign(first, 1, Noon), Noon, null, revoked));

        // Whoever stole the key can write an earlier time, but cannot have it received earlier.
        Assert.Equal(FrameFault.RevokedKey, Check(Sign(first, 1, before), Noon, null, revoked));
        Assert.Equal(FrameFault.RevokedKey, Check(Sign(first, 1, Noon), before, null, revoked));
        Assert.Equal(FrameFault.None, Check(Sign(second, 1, Noon), Noon, null, revoked));
    }

    [Fact]
    public void Other_keys_other_formats_and_what_is_not_signed_are_told_apart()
    {
        Assert.Equal(FrameFault.NotSigned, Check(Encoding.ASCII.GetBytes(Ship), Noon));
        Assert.Equal(FrameFault.BadSignature, Check(Sign(stranger, 1, Noon), Noon));
        Assert.Equal(FrameFault.UnknownKey, Check(Sign(first, 1, Noon, key: "gate-3"), Noon));
        Assert.Equal(FrameFault.UnsupportedType, Check(Sign(first, 1, Noon, format: "cot"), Noon));
        Assert.Equal(FrameFault.UnknownKey, Check(Sign(first, 1, Noon), Noon, null, SensorRegistry.Empty));
    }

    [Fact]
    public void Decoding_marks_what_is_authenticated_and_quarantines_the_rest_by_reason()
    {
        var feeds = new FeedTable();
        var (signed, open) = (feeds.Add(FeedFormats.Find("ais+signed")!), feeds.Add(Ais));
        feeds.AddRegistry();
        Assert.Equal("ais+signed-1", signed.Name);
        var decoding = new FrameDecoding(feeds);
        var registry = $$"""
            format: 1
            sensors:
              - id: coast-1
                owner: norway
                kind: ais-receiver
                mount: mast
                consent: agreed
                label: { classification: confidential, releasable_to: [mission] }
                feeds: [ais-1]
                calibrations: [{ version: "1", from: 2030-01-01T00:00:00Z }]
                keys:
                  - id: gate-1
                    ed25519: {{Convert.ToBase64String(first.Verifier.PublicKey)}}
                    from: 2030-01-01T00:00:00Z
            """;
        decoding.Decode(Batch(feeds.Find(RegistryFeed.Name)!, Encoding.UTF8.GetBytes(registry)));
        var one = Sign(first, 1, Noon);
        var observations = decoding.Decode(Batch(signed, one, one, "junk"u8.ToArray())).ToArray();
        Assert.True(Assert.Single(observations).IsAuthenticated);
        Assert.Equal("coast-1", observations[0].Sensor!.Id);
        var unsigned = Assert.Single(decoding.Decode(Batch(open, Encoding.ASCII.GetBytes(Ship.TrimEnd()))).ToArray());
        Assert.False(unsigned.IsAuthenticated);
        Assert.Equal("coast-1", unsigned.Sensor!.Id);
        Assert.Equal(
            [(FrameFault.NotSigned, 1L), (FrameFault.Replayed, 1L)],
            Assert.Single(decoding.Quarantine.Snapshot()).Counts);
    }

    [Fact]
    public async Task The_smallest_gateway_is_a_shell_script()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/openssl") && File.Exists("/bin/sh"), "openssl is not installed");
        using var folder = new TemporaryFolder();
        await ShellAsync(folder.Path, GatewayScripts.NewKey);
        var pem = await File.ReadAllTextAsync(Path.Combine(folder.Path, "gate-7.pub"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "payload"), Ship + Ship);
        await ShellAsync(folder.Path, GatewayScripts.Sign);
        var envelope = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "envelope"));
        Assert.True(EnvelopeHeader.TryRead(envelope, out var header));
        var key = Convert.FromBase64String(pem.Trim());
        var registry = new SensorRegistry(
            [
                TestSensors.Of("coast-1") with
                {
                    Keys = [new SensorKey("gate-7", [.. key], Instant.Beginning, null, null)],
                },
            ],
            "");
        Assert.Equal(FrameFault.None, Check(envelope, header.At, null, registry));
        envelope[^2] ^= 1;
        Assert.Equal(FrameFault.BadSignature, Check(envelope, header.At, null, registry));
    }

    private static async Task ShellAsync(string folder, string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh")
        {
            ArgumentList = { "-euc", script }, WorkingDirectory = folder, RedirectStandardError = true,
        })!;
        var words = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, words);
    }

    private static Instant Hours(double hours) => Noon + TimeSpan.FromHours(hours);

    private FrameFault At(NoteSigner signer, Instant at) => Check(Sign(signer, 1, at), at);

    private FrameFault Check(
        byte[] bytes, Instant receivedAt, SignedFrames? frames = null, SensorRegistry? registry = null)
    {
        var frame = new FrameView(default, receivedAt, bytes);
        var fault = (frames ?? new SignedFrames()).Check(in frame, Ais, registry ?? Registry, out var signer);
        Assert.Equal(fault == FrameFault.None, signer is not null);
        return fault;
    }

    private static byte[] Sign(
        NoteSigner signer, ulong sequence, Instant at, string format = "ais", string? key = null)
    {
        var text = EnvelopeHeader.TextOf(format, key ?? signer.Name, sequence, at, Ship.Length);
        var signature = signer.Sign(Encoding.ASCII.GetBytes($"trucewatch-envelope-v1\n{text}\n{Ship}"));
        return Encoding.ASCII.GetBytes($"{text} {Convert.ToBase64String(signature)}\n{Ship}");
    }

    private static FrameBatch Batch(Feed feed, params byte[][] frames)
    {
        var batch = new FrameBatch();
        batch.Start(feed, 0);
        Array.ForEach(frames, frame => batch.Add(Noon, frame));
        return batch;
    }
}

/// <summary>The scripts of docs/reference/signed-feeds.md, read out of it: the guide is what the test runs.</summary>
internal static class GatewayScripts
{
    public static string NewKey => Block(0);

    public static string Sign => Block(1);

    private static string Block(int number)
    {
        var guide = File.ReadAllText(Path.Combine(
            Trucewatch.Tests.House.RepositoryTree.Root, "docs", "reference", "signed-feeds.md"));
        return guide.Split("```sh\n")[number + 1].Split("```")[0];
    }
}
