using System.Security.Cryptography;
using Trucewatch.Domain.Custody;
using Trucewatch.Domain.Stores;
using Trucewatch.Server.Commands;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Custody;

/// <summary>
/// Puts an act of custody into the record and sees it sealed: by the service where one runs on the folder, else itself.
/// </summary>
internal sealed class ActDesk(DataFolder folder, IPictureStore store, TimeProvider time)
{
    /// <summary>How long a running service may take to seal an act.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>How often is looked whether it has.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Records and seals an act; gives it with its place in the log.</summary>
    /// <exception cref="UnusableException">A service holds the log and does not seal it in time.</exception>
    public async Task<StoredAct> SealAsync(Act act, CancellationToken stop)
    {
        var number = store.AddAct(ActJson.Write(act), RandomNumberGenerator.GetBytes(32));
        var begun = time.GetTimestamp();
        while (!TryPublish(number))
        {
            if (time.GetElapsedTime(begun) > Patience)
            {
                throw new UnusableException(FormattableString.Invariant(
                    $"{folder.Path}: expected the service that holds the log to seal act {number} within {Patience}"));
            }

            await Task.Delay(LookEvery, time, stop);
        }

        return Find(number);
    }

    private StoredAct Find(long number) => store.ReadActs(number - 1, 1)[0];

    private bool TryPublish(long number)
    {
        if (Find(number).LogIndex is not null)
        {
            return true;
        }

        try
        {
            using var signer = folder.OpenSigner();
            using var publisher = new Publisher(folder, store, signer);
            publisher.PublishAll();
            return true;
        }
        catch (IOException)
        {
            // A running service holds the log; it seals within a second what it finds in the picture.
            return false;
        }
    }
}
