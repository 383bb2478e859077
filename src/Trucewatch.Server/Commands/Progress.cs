namespace Trucewatch.Server.Commands;

/// <summary>A line on standard error that says how far a long job is, where that is a terminal.</summary>
internal sealed class Progress : IDisposable
{
    private readonly Timer? timer;
    private bool written;

    public Progress(Func<string> words)
    {
        if (!Console.IsErrorRedirected)
        {
            timer = new Timer(
                _ =>
                {
                    written = true;
                    Console.Error.Write($"\r{words()}   ");
                },
                null,
                TimeSpan.FromSeconds(1),
                TimeSpan.FromMilliseconds(500));
        }
    }

    public void Dispose()
    {
        if (timer is not null)
        {
            timer.Dispose();
            if (written)
            {
                written = false;
                Console.Error.WriteLine();
            }
        }
    }
}
