using System.Diagnostics;
using System.Globalization;
using Trucewatch.SystemTests.Programs;
using Xunit;

namespace Trucewatch.SystemTests.Evidence;

/// <summary>
/// The power fails: the image of a file system is copied while evidence is written into it, as the device has it at
/// that moment, and what is only in the system's cache is gone. The copy is mounted and must hold all that was said to
/// be durable; a control that flushes nothing must lose some of it, or the test proves nothing.
/// </summary>
public sealed class PowerLossTests : IDisposable
{
    private const int ImageMegabytes = 48;
    private const int MostCopies = 100;

    private readonly ScratchFolder scratch = new();

    // In memory, so that a copy takes milliseconds: nothing but the writer's own flushes comes in between.
    private readonly string fast = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/trucewatch-{Guid.CreateVersion7():N}").FullName
        : Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void What_was_said_to_be_durable_outlives_a_power_cut_and_the_control_loses()
    {
        Cut("flushed", cuts: 1, unflushed: false, out var lost);
        Assert.Equal(0, lost);
        Cut("unflushed", cuts: 1, unflushed: true, out lost);
        Assert.True(lost > 0, "expected the control without flushes to lose what it said, got nothing lost");
    }

    [Fact(Explicit = true)]
    public void Fifty_power_cuts_lose_nothing()
    {
        Cut("flushed", cuts: 50, unflushed: false, out var lost);
        Assert.Equal(0, lost);
        Cut("unflushed", cuts: 10, unflushed: true, out lost);
        TestContext.Current.TestOutputHelper?.WriteLine(
            FormattableString.Invariant($"the control lost in {lost} of 10 cuts"));
    }

    [Fact]
    public void A_full_disk_stops_the_writer_and_with_room_again_it_goes_on()
    {
        var mounted = Directory.CreateDirectory(scratch["full"]).FullName;
        Assert.SkipUnless(
            Try("mount", "-t", "tmpfs", "-o", "size=1m", "none", mounted), "no file system can be mounted here");
        try
        {
            var data = Path.Combine(mounted, "data");
            var churn = FaultRun.Run("dotnet", FaultRun.Churn, "churn", data, "-1");
            Assert.Equal(1, churn.ExitCode);
            Assert.Contains("space", churn.Error, StringComparison.Ordinal);
            File.WriteAllText(scratch["said"], churn.Output);
            Assert.True(Try("mount", "-o", "remount,size=16m", mounted));
            var check = FaultRun.Run("dotnet", FaultRun.Churn, "churn-check", data, scratch["said"]);
            Assert.True(check.ExitCode == 0, check.Output + check.Error);
        }
        finally
        {
            Assert.True(Try("umount", mounted), $"{mounted}: expected to be unmounted");
        }
    }

    /// <summary>At the limit of a file's size a write is short, and the next one ends the program.</summary>
    [Theory]
    [InlineData(700)]
    [InlineData(9_000)]
    public void A_write_that_is_cut_short_loses_nothing(int maxFileBytes)
    {
        var data = scratch["short"];
        var limit = FormattableString.Invariant($"--fsize={maxFileBytes}");
        Assert.SkipUnless(Try("prlimit", limit, "true"), "no limits can be set here");
        var churn = FaultRun.Run("prlimit", limit, "dotnet", FaultRun.Churn, "churn", data, "40");
        Assert.NotEqual(0, churn.ExitCode);
        File.WriteAllText(scratch["said"], churn.Output[..(churn.Output.LastIndexOf('\n') + 1)]);
        var check = FaultRun.Run("dotnet", FaultRun.Churn, "churn-check", data, scratch["said"]);
        Assert.True(check.ExitCode == 0, check.Output + check.Error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Directory.Delete(fast, recursive: true);
        scratch.Dispose();
    }

    private static bool Try(string program, params string[] arguments)
    {
        try
        {
            return FaultRun.Run(program, arguments).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Writes without end, and cuts the power as many times while that goes on.</summary>
    private void Cut(string name, int cuts, bool unflushed, out int lost)
    {
        var (image, mounted) = (Path.Combine(fast, name + ".img"), Directory.CreateDirectory(scratch[name]).FullName);
        using (var file = File.Create(image))
        {
            file.SetLength(ImageMegabytes * 1024L * 1024L);
        }

        Assert.SkipUnless(
            Try("mkfs.ext4", "-q", "-F", image) && Try("mount", "-o", "loop", image, mounted),
            "no file system can be mounted here");
        lost = 0;
        try
        {
            string[] how = unflushed ? ["unflushed"] : [];
            using var churn = Process.Start(new ProcessStartInfo(
                "dotnet", [FaultRun.Churn, "churn", Path.Combine(mounted, "data"), "-1", .. how])
            {
                RedirectStandardOutput = true,
            })!;
            try
            {
                // The first entries make sure that the cut comes while all parts are at work.
                var said = new List<string>();
                for (var cut = 0; cut < cuts; cut++)
                {
                    ReadUntilEntry(churn, said, atLeast: 60 + (137 * cut % 211));
                    lost += CutOnce(churn, image, said, FormattableString.Invariant($"{name}-{cut}")) ? 0 : 1;
                }
            }
            finally
            {
                churn.Kill();
                churn.WaitForExit();
            }
        }
        finally
        {
            Assert.True(Try("umount", mounted), $"{mounted}: expected to be unmounted");
        }
    }

    private static void ReadUntilEntry(Process churn, List<string> said, int atLeast)
    {
        for (var lines = 0; lines < atLeast; lines++)
        {
            said.Add(churn.StandardOutput.ReadLine() ?? throw new EndOfStreamException("the writer ended"));
        }
    }

    /// <summary>
    /// Copies the image until the copy is what the device held at one moment, and gives how often it was not: the file
    /// system goes on writing for a while after the writer is stopped, and a copy that has the end of its journal from
    /// before and the beginning from after is one that no power cut leaves.
    /// </summary>
    private static int CopyAtOneMoment(string image, string copy)
    {
        for (var torn = 0; torn < MostCopies; torn++)
        {
            File.Copy(image, copy, overwrite: true);
            if (Try("cmp", "--silent", image, copy))
            {
                return torn;
            }
        }

        throw new InvalidOperationException($"{image}: expected one of {MostCopies} copies to be whole, got none");
    }

    /// <summary>Takes the image as the device has it now, and looks into it; false where something is lost.</summary>
    private bool CutOnce(Process churn, string image, List<string> said, string name)
    {
        var copy = Path.Combine(fast, "copy.img");
        var mounted = Directory.CreateDirectory(scratch[name]).FullName;
        Assert.True(Try("kill", "-STOP", churn.Id.ToString(CultureInfo.InvariantCulture)));
        var torn = CopyAtOneMoment(image, copy);
        Assert.True(Try("kill", "-CONT", churn.Id.ToString(CultureInfo.InvariantCulture)));
        File.WriteAllLines(scratch["said"], said);
        Assert.True(Try("mount", "-o", "loop", copy, mounted), $"{copy}: expected to be mounted");
        try
        {
            var data = Path.Combine(mounted, "data");
            var check = FaultRun.Run("dotnet", FaultRun.Churn, "churn-check", data, scratch["said"]);
            var words = check.ExitCode == 0 ? check.Output.TrimEnd('\n').Split('\n')[^1] : check.Output;
            TestContext.Current.TestOutputHelper?.WriteLine(
                FormattableString.Invariant($"{name}: {words}; {torn} copies were of no one moment"));
            return check.ExitCode == 0;
        }
        finally
        {
            Assert.True(Try("umount", mounted), $"{mounted}: expected to be unmounted");
        }
    }
}
