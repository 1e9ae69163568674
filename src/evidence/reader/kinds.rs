//! Every kind of conversation that is asked "is this yours?", the surest signs first.

use super::{
    DatagramBegin, DatagramKind, DatagramReader, Interest, Opening, Probe, StreamKind, StreamReader,
};
use super::{
    devices, dns, dtls, http, http2, ipsec, mail, mqtt, nbns, openings, openvpn, preface, quic,
    rtp, sign_in, socks, stun, tls, vpn_control, wireguard, xmpp,
};
use crate::evidence::sink::Sink;
use crate::flow::model::Side;
use crate::wire::message;

/// Over TCP.
pub const STREAMS: &[StreamKind] = &[
    stream(&[443, 853, 993, 8443], tls::probe, tls::begin),
    stream(&[80, 8080, 3128], http::probe, http::begin),
    stream(&[80, 8080], http2::probe, http2::begin),
    stream(&[53], dns::probe, dns::begin),
    stream(&[1_723], vpn_control::probe_pptp, vpn_control::pptp),
    stream(&[], vpn_control::probe_sstp, vpn_control::sstp),
    stream(&[1_194], openvpn::probe, openvpn::begin),
    stream(&[1_080], socks::probe5, socks::begin5),
    stream(&[1_080], socks::probe4, socks::begin4),
    stream(&[22], openings::probe_ssh, openings::ssh),
    stream(&[25, 587], mail::probe_smtp, mail::smtp),
    stream(&[143], mail::probe_imap, mail::imap),
    stream(&[110], mail::probe_pop3, mail::pop3),
    stream(&[21], mail::probe_ftp, mail::ftp),
    stream(&[5_222, 5_269], xmpp::probe, xmpp::begin),
    stream(&[1_883], mqtt::probe, mqtt::begin),
    stream(&[3_478], stun::probe, stun::begin),
    stream(&[5_060], openings::probe_sip, openings::sip),
    stream(&[554], openings::probe_rtsp, openings::rtsp),
    stream(&[6_667], openings::probe_irc, openings::irc),
    stream(&[6_881], openings::probe_torrent, openings::torrent),
    stream(&[6_346], openings::probe_gnutella, openings::gnutella),
    stream(&[23], openings::probe_telnet, openings::telnet),
    stream(&[5_222, 443], openings::probe_whatsapp, openings::whatsapp),
    stream(&[139, 445], openings::probe_smb, openings::smb),
    stream(&[5_672], openings::probe_amqp, openings::amqp),
    stream(&[88], openings::probe_kerberos, openings::kerberos),
    stream(&[389], sign_in::probe_ldap, sign_in::ldap),
    stream(&[3_389], sign_in::probe_rdp, sign_in::rdp),
    stream(&[3_306], sign_in::probe_mysql, sign_in::mysql),
    stream(&[5_432], sign_in::probe_postgres, sign_in::postgres),
    stream(&[6_379], openings::probe_redis, openings::redis),
    stream(&[27_017], openings::probe_mongo, openings::mongo),
    stream(&[], preface::probe_proxy, preface::begin_proxy),
    stream(&[5_555], preface::probe_adb, preface::begin_adb),
];

/// Over UDP.
pub const DATAGRAMS: &[DatagramKind] = &[
    each(&[137], message::nbns::probe, nbns::datagram),
    each(&[53, 5_353, 5_355], message::dns::probe, dns::datagram),
    kept(&[443, 4_433, 5_684], message::tls::dtls::probe, dtls::begin),
    kept(&[443], message::quic::probe, quic::begin),
    each(&[443], quic::probe_continued, quic::continued),
    each(&[500, 4_500], message::ipsec::probe, ipsec::ike),
    kept(
        &[51_820, 41_641],
        message::wireguard::probe,
        wireguard::begin,
    ),
    each(
        &[1_701],
        message::vpn_control::probe_l2tp,
        vpn_control::l2tp,
    ),
    each(&[3_478], message::stun::probe, stun::datagram),
    each(&[1_900], message::ssdp::probe, devices::ssdp),
    each(
        &[3_702],
        message::text::is_ws_discovery,
        devices::ws_discovery,
    ),
    each(&[67, 68], message::dhcp::probe4, devices::dhcp4),
    each(&[546, 547], message::dhcp::probe6, devices::dhcp6),
    each(&[5_060], message::text::probe_sip, devices::sip),
    each(&[161, 162], message::directory::probe_snmp, devices::snmp),
    each(&[88], message::directory::probe_kerberos, devices::kerberos),
    each(
        &[1_812, 1_813],
        message::directory::probe_radius,
        devices::radius,
    ),
    each(&[6_881], message::torrent::probe, devices::torrent),
    each(
        &[27_015],
        message::sundry::is_source_query,
        devices::source_query,
    ),
    each(&[123], message::ntp::probe, devices::ntp),
    each(&[1_080], message::socks::probe_datagram, socks::datagram),
    each(&[5_683], message::coap::probe, devices::coap),
    kept(&[6_881], message::torrent::opens_utp, devices::utp),
    kept(&[], message::rtp::probe, rtp::begin),
    kept(&[1_194], message::openvpn::probe, openvpn::datagrams),
    kept(&[4_500], message::ipsec::may_be_esp, ipsec::esp),
];

const fn stream(
    ports: &'static [u16],
    probe: fn(&Opening<'_>) -> Probe,
    begin: fn() -> Box<dyn StreamReader>,
) -> StreamKind {
    StreamKind {
        ports,
        probe,
        begin,
    }
}

const fn each(
    ports: &'static [u16],
    probe: fn(&[u8]) -> bool,
    read: fn(Side, &[u8], &mut Sink<'_>) -> Interest,
) -> DatagramKind {
    let begin = DatagramBegin::Each(read);
    DatagramKind {
        ports,
        probe,
        begin,
    }
}

const fn kept(
    ports: &'static [u16],
    probe: fn(&[u8]) -> bool,
    begin: fn() -> Box<dyn DatagramReader>,
) -> DatagramKind {
    let begin = DatagramBegin::Kept(begin);
    DatagramKind {
        ports,
        probe,
        begin,
    }
}
