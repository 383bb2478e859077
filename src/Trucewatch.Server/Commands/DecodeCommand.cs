using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Trucewatch.Domain;
using Trucewatch.Domain.Frames;
using Trucewatch.Domain.Observations;
using Trucewatch.Feeds;
using Trucewatch.Feeds.Envelope;
using Trucewatch.Feeds.Transport;
using Trucewatch.Server.Hosting;
using Trucewatch.Server.Intake;

namespace Trucewatch.Server.Commands;

/// <summary><c>decode</c>: one JSON object a line per decoded message.</summary>
internal static class DecodeCommand
{
    private const int FlushBytes = 1 << 16;

    private static string Formats => string.Join(", ", FeedFormats.All.Select(known => known.Id));

    private static string SignedWords =>
        $"; each also with {SignedFormat.Suffix} after it: in signed envelopes, whose signatures are not checked here";

    public static Command Build()
    {
        var format = new Option<string>("--format")
        {
            Description = "One of " + Formats + SignedWords, Required = true,
        };
        var observations = new Option<bool>("--observations") { Description = "Print observations, not messages" };
        var unscaled = new Option<bool>("--unscaled") { Description = "Raw integers in place of scaled values" };
        var quiet = new Option<bool>("--quiet") { Description = "Print only the counts, as one JSON line" };
        var profile = new Option<string?>("--profile")
        {
            Description = "How csv or geojson is to be read (docs/reference/profiles.md)", HelpName = "PROFILE.json",
        };
        var file = new Argument<string?>("FILE")
        {
            Description = "The file; '-' or none is standard input", Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("decode", "Decode a file of one wire format; bad input is counted, never fatal")
        {
            format, observations, unscaled, quiet, profile, file,
        };
        command.SetAction(parsed =>
        {
            var id = parsed.GetValue(format)!;
            var known = FeedFormats.Find(id) ?? throw new UnusableException(
                $"--format: expected one of {Formats}{SignedWords}, got {id}");
            using var input = CommandTable.OpenInput(parsed.GetValue(file));
            using var output = Console.OpenStandardOutput();
            var run = new Run(
                known, parsed.GetValue(observations), parsed.GetValue(unscaled), parsed.GetValue(quiet), output);
            if (ProfileFile.Read(parsed.GetValue(profile), known) is { } first)
            {
                run.Add(first, default);
            }

            run.Read(input);
            return CommandTable.Done;
        });
        return command;
    }

    private sealed class Run : IFrameSink
    {
        private readonly FeedFormat format;
        private readonly bool asObservations;
        private readonly bool quiet;
        private readonly Stream output;
        private readonly ArrayBufferWriter<byte> lines = new();
        private readonly IFrameDecoder decoder;
        private readonly IMessagePrinter printer;
        private readonly ObservationBuffer buffer = new();
        private readonly LateFaults late = new();
        private readonly long[] faults = new long[Enum.GetValues<FrameFault>().Length];
        private readonly ReceiveTimes times;
        private readonly FeedId feed;
        private long frames;
        private long messages;
        private long looks;

        public Run(FeedFormat format, bool asObservations, bool unscaled, bool quiet, Stream output)
        {
            this.format = format;
            this.asObservations = asObservations;
            this.quiet = quiet;
            this.output = output;
            decoder = format.NewDecoder();
            printer = format.NewPrinter(new PrintOptions(unscaled));
            feed = new FeedTable().Add(format).Id;
            times = ReceiveTimes.Replayed(
                ReceiveTimes.DefaultStart, ReceiveTimes.DefaultFramesPerSecond, format.ReadReceiveTime);
        }

        public void Read(Stream input)
        {
            FileTransport.PushAll(input, format, this);
            if (quiet)
            {
                WriteCounts();
            }

            output.Write(lines.WrittenSpan);
            output.Flush();
            foreach (var (reason, count) in Faults())
            {
                Console.Error.WriteLine(FormattableString.Invariant($"{count} {reason}"));
            }
        }

        public void Add(ReadOnlySpan<byte> bytes, Instant receivedAt)
        {
            var fault = One(new FrameView(new FrameRef(feed, frames++), times.Next(bytes, receivedAt), bytes));
            if (fault != FrameFault.None)
            {
                faults[(int)fault]++;
            }

            if (late.Count > 0)
            {
                CountLate();
            }

            if (lines.WrittenCount >= FlushBytes)
            {
                output.Write(lines.WrittenSpan);
                lines.ResetWrittenCount();
            }
        }

        public void AddOverlong(ReadOnlySpan<byte> piece, Instant receivedAt) => Add(piece, receivedAt);

        private void CountLate()
        {
            foreach (var (_, fault) in late.Items)
            {
                faults[(int)fault]++;
            }

            late.Clear();
        }

        private FrameFault One(in FrameView frame)
        {
            if (format.IsTooLong(frame))
            {
                return FrameFault.TooLong;
            }

            if (!quiet && !asObservations)
            {
                return printer.Print(frame, lines, late);
            }

            buffer.Clear();
            var fault = decoder.Decode(frame, buffer, late);
            messages += buffer.Count;
            looks += buffer.LookCount;
            if (asObservations && !quiet)
            {
                foreach (ref readonly var observation in buffer.Items)
                {
                    ObservationJson.Write(lines, observation);
                }

                foreach (ref readonly var look in buffer.Looks)
                {
                    LookJson.Write(lines, in look);
                }
            }

            return fault;
        }

        // By reason, in the order of the words.
        private IEnumerable<(string Reason, long Count)> Faults() => Enum.GetValues<FrameFault>()
            .Where(fault => faults[(int)fault] > 0)
            .Select(fault => (Api.EnumWords.Of(fault), faults[(int)fault]))
            .OrderBy(one => one.Item1, StringComparer.Ordinal);

        private void WriteCounts()
        {
            using (var json = new Utf8JsonWriter(lines))
            {
                json.WriteStartObject();
                json.WriteNumber("frames"u8, frames);
                json.WriteNumber("observations"u8, messages);
                if (looks > 0)
                {
                    json.WriteNumber("looks"u8, looks);
                }

                json.WriteStartObject("faults"u8);
                foreach (var (reason, count) in Faults())
                {
                    json.WriteNumber(reason, count);
                }

                json.WriteEndObject();
                json.WriteEndObject();
            }

            lines.Write("\n"u8);
        }
    }
}
