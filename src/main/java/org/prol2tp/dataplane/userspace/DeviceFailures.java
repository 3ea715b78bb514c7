package org.prol2tp.dataplane.userspace;

/// Is told of devices that do not work any more, for example because somebody removed them.
interface DeviceFailures {
    /// `call` on the device gave `errno`. May be called for every packet.
    void failed(Device device, String call, int errno);
}
