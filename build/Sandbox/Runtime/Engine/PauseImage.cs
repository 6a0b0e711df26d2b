using System.Buffers.Binary;
using System.Formats.Tar;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace SiteBuilder.Sandbox.Runtime.Engine;

/// <summary>
/// The image of infra containers: one static program of a few instructions that does nothing but wait. It is written here, byte for byte,
/// so that no registry has to be reached for it. As first process it ignores every signal but SIGKILL.
/// </summary>
internal static class PauseImage
{
    public const string Name = "sitebuilder.dev/pause:1";

    private const int HeaderSize = 64 + 56;
    private const ulong LoadAddress = 0x400000;

    public static async Task EnsureAsync(IDockerClient docker, CancellationToken cancellationToken)
    {
        try
        {
            await docker.Images.InspectImageAsync(Name, cancellationToken);
            return;
        }
        catch (DockerImageNotFoundException)
        {
        }

        SystemInfoResponse engine = await docker.System.GetSystemInfoAsync(cancellationToken);
        using MemoryStream layer = new();
        await using (TarWriter tar = new(layer, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await tar.WriteEntryAsync(
                new UstarTarEntry(TarEntryType.RegularFile, "pause") { Mode = (UnixFileMode)0b101_101_101, DataStream = new MemoryStream(Program(engine.Architecture)) },
                cancellationToken);
        }

        layer.Position = 0;
        await docker.Images.CreateImageAsync(
            new ImagesCreateParameters { FromSrc = "-", Repo = Name.Split(':')[0], Tag = Name.Split(':')[1], Changes = ["ENTRYPOINT [\"/pause\"]"] },
            layer, new AuthConfig(), new Progress<JSONMessage>(), cancellationToken);
    }

    private static byte[] Program(string architecture)
    {
        (ushort machine, byte[] code) = architecture switch
        {
            // mov eax, pause; syscall; jmp to the begin
            "x86_64" or "amd64" => ((ushort)62, (byte[])[0xB8, 0x22, 0, 0, 0, 0x0F, 0x05, 0xEB, 0xF7]),
            // ppoll(0, 0, 0, 0), as this architecture has no pause: x0..x3 = 0; x8 = 73; svc 0; b to the begin
            "aarch64" or "arm64" => ((ushort)183, Words(0xD2800000, 0xD2800001, 0xD2800002, 0xD2800003, 0xD2800928, 0xD4000001, 0x17FFFFFA)),
            _ => throw new SandboxException($"Sandbox: Docker Engine runs on {architecture}; the sandbox knows x86_64 and aarch64."),
        };
        byte[] file = new byte[HeaderSize + code.Length];
        code.CopyTo(file, HeaderSize);
        Span<byte> header = file;
        ((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1]).CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[16..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[18..], machine);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], LoadAddress + HeaderSize);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(header[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(header[56..], 1);
        Span<byte> segment = header[64..];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 5);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], LoadAddress);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x10000);
        return file;
    }

    private static byte[] Words(params ReadOnlySpan<uint> words)
    {
        byte[] code = new byte[words.Length * 4];
        for (int i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(code.AsSpan(i * 4), words[i]);
        }

        return code;
    }
}
