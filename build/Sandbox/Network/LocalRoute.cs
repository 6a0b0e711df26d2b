using System.Buffers.Binary;
using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;

namespace SiteBuilder.Sandbox.Network;

/// <summary>
/// Makes every address of a range an address of this machine (Linux AnyIP: a route of type local on lo), so that Service addresses can be
/// listened on, from the machine and from its containers, without a packet filter rule for each of them.
/// </summary>
internal static partial class LocalRoute
{
    private const int NewRoute = 24;
    private const int DeleteRoute = 25;
    private const ushort RequestAck = 0x1 | 0x4;
    private const ushort CreateReplace = 0x400 | 0x100;
    private const int NotThere = 3;

    /// <summary>Throws <see cref="SandboxException"/> where the system does not let it.</summary>
    public static void Add(string cidr)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new SandboxException(
                "Sandbox: pods cannot reach Services on this system: it takes a Linux kernel that lets the sandbox listen on the service range. "
                + "Run it in Linux (a virtual machine, WSL 2), or point --env at an existing cluster.");
        }

        int error = Send(cidr, NewRoute, RequestAck | CreateReplace);
        if (error != 0 && !IsLocal(cidr))
        {
            throw new SandboxException(
                $"Sandbox: cannot route the service range {cidr} to this machine: {Marshal.GetPInvokeErrorMessage(error)}. "
                + $"It takes the capability CAP_NET_ADMIN: run as root, or have root run `ip route add local {cidr} dev lo` once.");
        }
    }

    /// <summary>True when it was there and is gone.</summary>
    public static bool Remove(string cidr)
    {
        int error = OperatingSystem.IsLinux() ? Send(cidr, DeleteRoute, RequestAck) : NotThere;
        return error is 0 ? true : error is NotThere ? false
            : throw new SandboxException(
                $"Sandbox: cannot remove the route of the service range {cidr}: {Marshal.GetPInvokeErrorMessage(error)}. Run `ip route del local {cidr} dev lo` as root.");
    }

    // without the right to change routes, one that is there already is as good
    private static bool IsLocal(string cidr)
    {
        try
        {
            using System.Net.Sockets.Socket socket = new(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPNetwork.Parse(cidr).BaseAddress, 0));
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    // one rtnetlink message: header, rtmsg, destination, outgoing interface; the answer is an error number, 0 for done
    private static int Send(string cidr, ushort type, ushort flags)
    {
        var range = IPNetwork.Parse(cidr);
        byte[] message = new byte[16 + 12 + 8 + 8];
        BinaryPrimitives.WriteInt32LittleEndian(message, message.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(message.AsSpan(6), flags);
        message[16] = 2; // IPv4
        message[17] = (byte)range.PrefixLength;
        message[20] = 255; // table local
        message[21] = 3; // set at boot time by hand
        message[22] = 254; // scope host
        message[23] = 2; // type local
        Attribute(message.AsSpan(28), 1, range.BaseAddress.GetAddressBytes());
        byte[] loopback = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(loopback, NetworkInterface.LoopbackInterfaceIndex);
        Attribute(message.AsSpan(36), 4, loopback);

        int socket = Open(16, 3, 0);
        if (socket < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        try
        {
            byte[] answer = new byte[1024];
            return Write(socket, message, message.Length) < 0 || Read(socket, answer, answer.Length) < 20
                ? Marshal.GetLastPInvokeError()
                : -BinaryPrimitives.ReadInt32LittleEndian(answer.AsSpan(16));
        }
        finally
        {
            _ = Close(socket);
        }
    }

    private static void Attribute(Span<byte> at, ushort type, byte[] value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, 8);
        BinaryPrimitives.WriteUInt16LittleEndian(at[2..], type);
        value.CopyTo(at[4..]);
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int Open(int domain, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int file, byte[] buffer, nint count);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(int file, byte[] buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
